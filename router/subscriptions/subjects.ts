import type { GraphQLError } from 'graphql';
import { unauthenticated } from '../../platform/identity/index.ts';
import { badUserInput } from '../graphql/errors.ts';

/** What may stand in one token of a NATS subject. */
const TOKEN = /^[^\s.*>\p{Cc}]{1,256}$/u;
const ARGUMENT = /^\{args\.([A-Za-z_]\w*)\}$/;
const CALLER = '{identity.subject}';
/** Dots, but not those inside of braces. */
const BETWEEN_TOKENS = /\.(?![^{]*\})/;
/** Subjects that one subscription may name; the server filters by each of them. */
const MOST_SUBJECTS = 1_000;

export type SubjectValues = {
  readonly args: Readonly<Record<string, unknown>>;
  /** The caller's subject; undefined when nobody signed in. */
  readonly identitySubject: string | undefined;
  /** What the values of arguments must look like, as a whole. */
  readonly ids?: RegExp | undefined;
};

/** Throws when something in braces is no placeholder, or names an argument that the field has not. */
export function checkSubject(template: string, args: ReadonlySet<string>): void {
  for (const token of template.split(BETWEEN_TOKENS)) {
    const name = ARGUMENT.exec(token)?.[1];
    if (name === undefined ? token === CALLER || !/[{}]/.test(token) : args.has(name)) continue;
    throw new Error(
      `"${token}" in "${template}" is neither {args.NAME} of an argument nor {identity.subject}`,
    );
  }
}

/**
 * Fills the templates of subjects. A list gives one subject per item, a value left out gives the wildcard `*`.
 * Returns the distinct subjects in order, or the error for a value that cannot stand in a subject.
 */
export function fillSubjects(
  templates: readonly string[],
  values: SubjectValues,
): readonly string[] | GraphQLError {
  const subjects = new Set<string>();
  for (const template of templates) {
    let filled = [''];
    for (const token of template.split(BETWEEN_TOKENS)) {
      const fillings = fillToken(token, values);
      if (!Array.isArray(fillings)) return fillings;
      if (filled.length * fillings.length > MOST_SUBJECTS)
        return badUserInput(`A subscription takes at most ${MOST_SUBJECTS} values.`);
      filled = filled.flatMap((start) => fillings.map((value) => (start ? `${start}.${value}` : value)));
    }
    for (const subject of filled) subjects.add(subject);
  }
  return [...subjects];
}

function fillToken(token: string, { args, identitySubject, ids }: SubjectValues): string[] | GraphQLError {
  if (token === CALLER) {
    if (identitySubject === undefined)
      return unauthenticated('Sign in first: what is followed here depends on who you are.');
    return TOKEN.test(identitySubject)
      ? [identitySubject]
      : badUserInput('Your subject cannot be followed: it holds characters that subjects may not have.');
  }
  const name = ARGUMENT.exec(token)?.[1];
  if (name === undefined) return [token];
  const value = args[name];
  if (value === undefined || value === null) return ['*'];
  const items: readonly unknown[] = Array.isArray(value) ? value : [value];
  const tokens = items.map(String);
  const wrong = tokens.find((each) => !TOKEN.test(each) || (ids && !ids.test(each)));
  if (wrong !== undefined)
    return badUserInput(`${name}: ${JSON.stringify(wrong.slice(0, 80))} is not an id.`);
  return tokens;
}
