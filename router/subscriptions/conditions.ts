import type { GraphQLError } from 'graphql';
import { unauthenticated } from '../../platform/identity/index.ts';
import { isRecord } from '../../platform/type-guards.ts';
import type { SubjectValues } from './subjects.ts';

/** One condition that `@live(where:)` puts on payloads. */
export type Condition = {
  readonly path: readonly string[];
  /** Whether the value must not be the operand's. */
  readonly negated: boolean;
  readonly operand: Operand;
};

type Operand =
  | { readonly kind: 'argument'; readonly name: string }
  | { readonly kind: 'identity' }
  | { readonly kind: 'literal'; readonly value: unknown };

const CONDITION = /^\s*([A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*)\s*(!?=)\s*(\S.*?)\s*$/;
const ARGUMENT = /^\{args\.([A-Za-z_]\w*)\}$/;

/** Reads `path = operand` or `path != operand`. Throws when it is neither. */
export function readCondition(text: string): Condition {
  const [, path, sign, operand] = CONDITION.exec(text) ?? [];
  if (path === undefined || operand === undefined) {
    throw new Error(`"${text}" is not of the form "path = operand" or "path != operand"`);
  }
  return { path: path.split('.'), negated: sign === '!=', operand: readOperand(operand, text) };
}

function readOperand(operand: string, text: string): Operand {
  const name = ARGUMENT.exec(operand)?.[1];
  if (name !== undefined) return { kind: 'argument', name };
  if (operand === '{identity.subject}') return { kind: 'identity' };
  try {
    return { kind: 'literal', value: JSON.parse(operand) };
  } catch {
    throw new Error(`In "${text}" the operand is neither {args.NAME}, {identity.subject} nor JSON`);
  }
}

/** Whether a payload passes. */
export type Filter = (payload: unknown) => boolean;

/**
 * Fills conditions with a caller's values; a payload passes when it meets all of them. An argument that is left out
 * or null puts no condition. Undefined when there is none left.
 */
export function fillConditions(
  conditions: readonly Condition[],
  { args, identitySubject }: SubjectValues,
): Filter | undefined | GraphQLError {
  const filters: Filter[] = [];
  for (const { path, negated, operand } of conditions) {
    let wanted: unknown;
    switch (operand.kind) {
      case 'argument':
        wanted = args[operand.name];
        if (wanted === undefined || wanted === null) continue;
        break;
      case 'identity':
        if (identitySubject === undefined) {
          return unauthenticated('Sign in first: what is followed here depends on who you are.');
        }
        wanted = identitySubject;
        break;
      case 'literal':
        wanted = operand.value;
        break;
      default:
        return operand satisfies never;
    }
    const among: readonly unknown[] = Array.isArray(wanted) ? wanted : [wanted];
    filters.push((payload) => among.some((each) => isOrHolds(valueAt(payload, path), each)) !== negated);
  }
  return filters.length === 0 ? undefined : (payload) => filters.every((filter) => filter(payload));
}

/** Equal as texts, so that an ID is found whether the payload writes it as text or number; a list by any item. */
function isOrHolds(value: unknown, wanted: unknown): boolean {
  if (Array.isArray(value)) return value.some((item) => isOrHolds(item, wanted));
  if (value === undefined || value === null || wanted === null) return (value ?? null) === wanted;
  return typeof value !== 'object' && String(value) === String(wanted);
}

/** The value at a path of an object's own properties; undefined where it ends early. */
export function valueAt(data: unknown, path: readonly string[]): unknown {
  let value = data;
  for (const name of path) {
    if (!isRecord(value) || !Object.hasOwn(value, name)) return undefined;
    value = value[name];
  }
  return value;
}
