import { z } from 'zod';

type SettingOptions = {
  /** The effect of the setting, for the documentation. */
  readonly description: string;
  /** The environment variable, which overrides the file. */
  readonly env?: string;
  /** The default for the documentation, when the value itself is not clear enough. */
  readonly defaultText?: string;
  /** Whether it is a secret or holds one: it is never printed, and a file may contain it (`NAME_FILE`). */
  readonly isSecret?: boolean;
};

export type SettingDescription = SettingOptions & {
  readonly expected: string;
  /** Whether errors may name the value: it cannot hold a secret. */
  readonly isShown?: boolean;
  readonly isRequired?: boolean;
  readonly defaultValue: unknown;
};

/** The descriptions of settings by their schemas. */
const descriptions = z.registry<SettingDescription>();

/** A setting with a custom schema. */
export function customSetting<Schema extends z.ZodType>(schema: Schema, about: SettingDescription): Schema {
  descriptions.add(schema, about);
  return schema;
}

/**
 * A type of setting. It parses YAML values and the text of environment variables; `expected` is for errors
 * and docs.
 */
export function settingType<T>(expected: string, parse: (value: unknown) => T | undefined, isShown = true) {
  const schema = (): z.ZodType<T, unknown> =>
    z.unknown().transform((value, context): T => {
      const parsed = parse(value);
      if (parsed !== undefined) return parsed;
      context.addIssue({ code: 'custom', message: `expected ${expected}` });
      return z.NEVER;
    });
  const described = (about: SettingOptions) => ({
    ...about,
    expected,
    isShown: isShown && !about.isSecret,
  });
  return {
    /** The schema alone, to nest it in another. */
    schema,
    /** A setting with a default. */
    withDefault(defaultValue: z.util.NoUndefined<T>, about: SettingOptions) {
      return customSetting(schema().default(defaultValue), { ...described(about), defaultValue });
    },
    /** A setting that may be omitted. */
    optional(about: SettingOptions) {
      return customSetting(z.optional(schema()), { ...described(about), defaultValue: undefined });
    },
    /** A setting without which nothing starts. */
    required(about: SettingOptions) {
      return customSetting(schema(), { ...described(about), isRequired: true, defaultValue: undefined });
    },
  };
}

/** Reports what is wrong between the settings of a section, in whole sentences without full stops. */
type SectionCheck<Values> = (values: Values) => readonly string[];

/**
 * A section of settings. One that is missing is read as an empty one, since each of its settings is optional
 * or has a default.
 */
export function section<Shape extends z.ZodRawShape>(
  shape: Shape,
  check: SectionCheck<z.output<z.ZodObject<Shape>>> = () => [],
) {
  const schema = z.strictObject(shape).superRefine((values, context) => {
    for (const message of check(values)) context.addIssue({ code: 'custom', message, params: WHOLE });
  });
  return schema.prefault({} as z.input<typeof schema>);
}

/** Marks an issue whose message is the whole sentence. */
const WHOLE = { isWhole: true } as const;

/** Whether the message of an issue is the whole sentence, as a section's check writes it. */
export function isWhole(issue: z.core.$ZodIssue): boolean {
  return issue.code === 'custom' && issue.params?.isWhole === true;
}

/** A setting and its path in the table. */
export type SettingAt = { readonly path: readonly string[]; readonly about: SettingDescription };

/** All settings of a schema in declaration order. */
export function settingsOf(schema: z.ZodObject, above: readonly string[] = []): readonly SettingAt[] {
  return Object.entries(schema.shape).flatMap(([name, member]) => {
    const path = [...above, name];
    const inner = sectionIn(member);
    if (inner) return settingsOf(inner, path);
    const about = descriptions.get(member as z.ZodType);
    if (!about) throw new Error(`The setting ${path.join('.')} has no description`);
    return [{ path, about }];
  });
}

/** The names of settings at a path; undefined when there is no section. */
export function namesAt(schema: z.ZodObject, path: readonly PropertyKey[]): readonly string[] | undefined {
  const [next, ...rest] = path;
  if (next === undefined) return Object.keys(schema.shape);
  const member = schema.shape[String(next)];
  const inner = member && sectionIn(member);
  return inner && namesAt(inner, rest);
}

function sectionIn(member: unknown): z.ZodObject | undefined {
  if (!(member instanceof z.ZodPrefault)) return undefined;
  const inner = member.unwrap();
  return inner instanceof z.ZodObject ? inner : undefined;
}
