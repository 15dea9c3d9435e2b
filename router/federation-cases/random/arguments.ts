import {
  type GraphQLArgument,
  type GraphQLInputType,
  type GraphQLNamedInputType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isRequiredArgument,
  isRequiredInputField,
} from 'graphql';
import type { Random } from '../../../platform/random.ts';

/** A value as a literal and as JSON for variables. */
type Drawn = { readonly literal: string; readonly json: unknown };

/** The declarations of an operation's variables, and the values that are sent. */
export type Variables = {
  readonly declared: Map<string, string>;
  readonly given: Map<string, unknown>;
};

type Scope = { readonly random: Random; readonly variables: Variables };

/** Input types may be recursive: below this depth, optional fields are left out. */
const DEEPEST_INPUT = 2;

/** A small set of values, so that equal ones occur. Some are ids of the cases. */
const SCALARS: Readonly<Record<string, readonly unknown[]>> = {
  Int: [0, 1, 2, 3],
  Float: [0.5, 1, 2],
  Boolean: [true, false],
  ID: ['1', '2', 'a', 'p1'],
  String: ['x', '1', 'USD', 'EUR', 'a "quoted" \\ ü'],
};
const CUSTOM_SCALAR: readonly Drawn[] = [
  drawn('2026-11-21'),
  drawn(3),
  { literal: '{ deep: [1, null] }', json: { deep: [1, null] } },
];

/**
 * Arguments in parentheses: literals, variables, and literals with variables inside. Empty without arguments.
 */
export function drawArguments(scope: Scope, args: readonly GraphQLArgument[]): string {
  const given = args
    .filter((each) => isRequiredArgument(each) || scope.random.happens(0.5))
    .map((each) => `${each.name}: ${drawValue(scope, each.type, 0, true).literal}`);
  return given.length > 0 ? `(${given.join(', ')})` : '';
}

/** A condition on a field or fragment, usually none. There are three variables, so that conditions repeat. */
export function drawCondition({ random, variables }: Scope): string {
  if (!random.happens(0.12)) return '';
  const directive = random.pick(['skip', 'include']);
  if (random.happens(0.1)) return ` @${directive}(if: ${random.pick([true, false])})`;
  const name = random.pick(['c0', 'c1', 'c2']);
  if (!variables.declared.has(name)) {
    variables.declared.set(name, 'Boolean!');
    variables.given.set(name, random.happens(0.5));
  }
  return ` @${directive}(if: $${name})`;
}

/** Declares a variable of this type. If the type allows, it may have a default or be left out. */
function drawVariable(scope: Scope, type: GraphQLInputType): string {
  const { random, variables } = scope;
  const name = `v${variables.declared.size}`;
  const hasDefault = random.happens(0.2);
  const preset = hasDefault ? ` = ${drawValue(scope, type, 0, false).literal}` : '';
  variables.declared.set(name, `${type}${preset}`);
  const mayBeMissing = hasDefault || !isNonNullType(type);
  if (!mayBeMissing || random.happens(0.8)) variables.given.set(name, drawValue(scope, type, 0, false).json);
  return `$${name}`;
}

/** A value of this type. When `open`, its literal may contain variables, and its JSON is not used. */
function drawValue(scope: Scope, type: GraphQLInputType, depth: number, open: boolean): Drawn {
  const { random } = scope;
  if (open && random.happens(0.3)) return { literal: drawVariable(scope, type), json: undefined };
  return !isNonNullType(type) && random.happens(0.1) ? drawn(null) : drawPresent(scope, type, depth, open);
}

/** A value that is not null. */
function drawPresent(scope: Scope, type: GraphQLInputType, depth: number, open: boolean): Drawn {
  if (isNonNullType(type)) return drawPresent(scope, type.ofType, depth, open);
  if (!isListType(type)) return drawNamed(scope, type, depth, open);
  // GraphQL coerces a single item to a list.
  if (scope.random.happens(0.15)) return drawPresent(scope, type.ofType, depth, open);
  const items = Array.from({ length: scope.random.between(0, 2) }, () =>
    drawValue(scope, type.ofType, depth, open),
  );
  return {
    literal: `[${items.map(({ literal }) => literal).join(', ')}]`,
    json: items.map(({ json }) => json),
  };
}

function drawNamed(scope: Scope, type: GraphQLNamedInputType, depth: number, open: boolean): Drawn {
  const { random } = scope;
  if (isEnumType(type)) {
    const { name } = random.pick(type.getValues());
    return { literal: name, json: name };
  }
  if (!isInputObjectType(type)) {
    const values = SCALARS[type.name];
    return values ? drawn(random.pick(values)) : random.pick(CUSTOM_SCALAR);
  }
  const fields: [name: string, value: Drawn][] = [];
  for (const field of Object.values(type.getFields())) {
    if (!isRequiredInputField(field) && (depth >= DEEPEST_INPUT || random.happens(0.5))) continue;
    fields.push([field.name, drawValue(scope, field.type, depth + 1, open)]);
  }
  return {
    literal: `{ ${fields.map(([name, { literal }]) => `${name}: ${literal}`).join(', ')} }`,
    json: Object.fromEntries(fields.map(([name, { json }]) => [name, json])),
  };
}

function drawn(json: unknown): Drawn {
  return { literal: JSON.stringify(json), json };
}
