import type { GraphQLError } from 'graphql';
import { unauthenticated } from '../../platform/identity/access.ts';
import { PATH, type Path, valueAt } from './payload-path.ts';
import type { SubjectValues } from './topic.ts';

/** One condition on payloads from `@live(where:)`. */
export type Condition = {
  readonly path: Path;
  /** True for `!=`. */
  readonly negated: boolean;
  readonly operand: Operand;
};

type Operand =
  | { readonly kind: 'argument'; readonly name: string }
  | { readonly kind: 'identity' }
  | { readonly kind: 'literal'; readonly value: unknown };

const CONDITION = new RegExp(String.raw`^\s*(${PATH})\s*(!?=)\s*(\S.*?)\s*$`);
const ARGUMENT = /^\{args\.([A-Za-z_]\w*)\}$/;

/** Parses `path = operand` or `path != operand`. Throws for anything else. */
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
    throw new Error(`The operand in "${text}" is neither {args.NAME}, {identity.subject} nor JSON`);
  }
}

/** Whether a payload meets all conditions. */
export type Filter = (payload: unknown) => boolean;

/**
 * Fills in the caller's values and combines the conditions by AND. An omitted or null argument removes its
 * condition. Undefined when no condition is left; an error when a condition needs a token and there is none.
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
          return unauthenticated('Sign in first: this subscription depends on who you are.');
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

/**
 * Compares as strings, so that an id matches whether it is a string or a number. A list matches by any of its
 * items.
 */
function isOrHolds(value: unknown, wanted: unknown): boolean {
  if (Array.isArray(value)) return value.some((item) => isOrHolds(item, wanted));
  if (value === undefined || value === null || wanted === null) return (value ?? null) === wanted;
  return typeof value !== 'object' && String(value) === String(wanted);
}
