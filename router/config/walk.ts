import { z } from 'zod';
import { type Described, descriptions } from './kinds.ts';

/** A setting and its path in the file. */
export type SettingAt = { readonly path: readonly string[]; readonly about: Described };

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
