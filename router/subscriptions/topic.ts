import type { GraphQLError } from 'graphql';
import { unauthenticated } from '../../platform/identity/access.ts';
import { subjectKey } from '../../platform/identity/subject.ts';
import { badUserInput } from '../graphql/errors.ts';
import type { Alias } from './aliases.ts';
import type { StreamEvent } from './event-source.ts';

export type Topic = {
  readonly stream: string;
  readonly subjects: readonly string[];
  /** Subjects of events that remove their aggregate from the state. Listeners do not get them. */
  readonly ends: readonly string[];
  /** Fields that listeners get from another path of the payload. */
  readonly aliases: readonly Alias[];
};

/** A key that is equal for topics with the same events. */
export function topicKey({ stream, subjects, ends, aliases }: Topic): string {
  return JSON.stringify([stream, [...subjects].sort(), [...ends].sort(), aliases]);
}

/** The aggregate of an event: the last token of its subject. */
export function aggregateOf({ subject }: StreamEvent): string {
  return lastToken(subject);
}

export function lastToken(subject: string): string {
  return subject.slice(subject.lastIndexOf('.') + 1);
}

/** A valid token of a NATS subject. */
const TOKEN = /^[^\s.*>\p{Cc}]{1,256}$/u;
const ARGUMENT = /^\{args\.([A-Za-z_]\w*)\}$/;
const CALLER = '{identity.subject}';
/** The UUID of the caller's subject, for subjects of any text. */
const CALLER_KEY = '{identity.key}';
/** A dot outside of braces. */
const BETWEEN_TOKENS = /\.(?![^{]*\})/;
/** Maximum subjects of one subscription; the server filters by each of them. */
const MOST_SUBJECTS = 1_000;

export type SubjectValues = {
  readonly args: Readonly<Record<string, unknown>>;
  /** The caller's subject; undefined without a token. */
  readonly identitySubject: string | undefined;
  /** A pattern that argument values must match as a whole, as they are or in lower case. */
  readonly ids?: RegExp | undefined;
};

/** Throws when braces contain no placeholder, or one for an argument that the field does not have. */
export function checkSubject(template: string, args: ReadonlySet<string>): void {
  for (const token of template.split(BETWEEN_TOKENS)) {
    const name = ARGUMENT.exec(token)?.[1];
    const isValid = name === undefined ? isCaller(token) || !/[{}]/.test(token) : args.has(name);
    if (isValid) continue;
    throw new Error(
      `"${token}" in "${template}" is none of {args.NAME} of a declared argument, {identity.subject} and {identity.key}`,
    );
  }
}

function isCaller(token: string): boolean {
  return token === CALLER || token === CALLER_KEY;
}

/**
 * Fills the templates of subjects. A list gives one subject per item, and an omitted argument the wildcard
 * `*`. Returns the distinct subjects in order, or the error for a value that is not allowed in a subject.
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
        return badUserInput(`A subscription may have at most ${MOST_SUBJECTS} subjects.`);
      filled = filled.flatMap((start) => fillings.map((value) => (start ? `${start}.${value}` : value)));
    }
    for (const subject of filled) subjects.add(subject);
  }
  return [...subjects];
}

function fillToken(token: string, { args, identitySubject, ids }: SubjectValues): string[] | GraphQLError {
  if (isCaller(token)) {
    if (identitySubject === undefined)
      return unauthenticated('Sign in first: this subscription depends on who you are.');
    if (token === CALLER_KEY) return [subjectKey(identitySubject)];
    return TOKEN.test(identitySubject)
      ? [identitySubject]
      : badUserInput('The subject of your token contains characters that are not allowed here.');
  }
  const name = ARGUMENT.exec(token)?.[1];
  if (name === undefined) return [token];
  const value = args[name];
  if (value === undefined || value === null) return ['*'];
  const items: readonly unknown[] = Array.isArray(value) ? value : [value];
  const tokens: string[] = [];
  for (const text of items.map(String)) {
    const id = normalId(text, ids);
    if (id === undefined || !TOKEN.test(id))
      return badUserInput(`${name}: ${JSON.stringify(text.slice(0, 80))} is not a valid id.`);
    tokens.push(id);
  }
  return tokens;
}

/**
 * An id as events have it. UUIDs are the same in upper case (RFC 9562): a text that matches the pattern only
 * in lower case is taken so. Undefined for a text that is no id.
 */
export function normalId(text: string, ids: RegExp | undefined): string | undefined {
  return [text, text.toLowerCase()].find((each) => ids === undefined || ids.test(each));
}
