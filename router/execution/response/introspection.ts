import { createHash } from 'node:crypto';
import {
  type DocumentNode,
  type FieldNode,
  GraphQLError,
  type GraphQLField,
  type GraphQLOutputType,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  OperationTypeNode,
  print,
  SchemaMetaFieldDef,
  type SelectionSetNode,
  TypeMetaFieldDef,
} from 'graphql';
import type { LRUCache } from 'lru-cache';
import { fragmentsOf } from '../../../platform/fragments.ts';
import { argumentsOf } from '../../graphql/arguments.ts';
import {
  createIsIncluded,
  type SelectionRules,
  selectFields,
  selectionsBelow,
} from '../../graphql/selection.ts';
import { type Variables, variablesIn } from '../../graphql/variables.ts';
import type { Budget } from '../budget.ts';
import type { CompileOwnField } from './compiler.ts';
import { writeRefused } from './state.ts';

/** Answers to selections without variables, by a hash of the selection; those of all operations together. */
export type IntrospectionAnswers = LRUCache<string, string>;

const META_FIELDS: ReadonlyMap<string, GraphQLField<unknown, unknown>> = new Map(
  [SchemaMetaFieldDef, TypeMetaFieldDef].map((field) => [field.name, field]),
);

/** Resolves `__schema` and `__type` from the API schema, within the budget of the response. */
export function compileIntrospection(
  schema: GraphQLSchema,
  document: DocumentNode,
  answers: IntrospectionAnswers,
): CompileOwnField {
  const fragments = fragmentsOf(document);

  return (name, nodes) => {
    const field = META_FIELDS.get(name);
    if (!field) return undefined;
    const selection: DocumentNode = {
      kind: Kind.DOCUMENT,
      definitions: [
        {
          kind: Kind.OPERATION_DEFINITION,
          operation: OperationTypeNode.QUERY,
          selectionSet: { kind: Kind.SELECTION_SET, selections: nodes },
        },
        ...fragments.values(),
      ],
    };
    const answer = (variables: Variables, budget: Budget) => {
      const rules = { schema, fragments, isIncluded: createIsIncluded(variables) };
      return writeField(field, undefined, nodes, { rules, variables, budget });
    };
    if (variablesIn(selection).size > 0) {
      return (_, response, depth) => {
        const { variables, budget } = response.execution;
        const args = argumentsOf(field, nodes[0], variables);
        if (args instanceof GraphQLError) return writeRefused(response, depth, args);
        return answer(variables, budget);
      };
    }
    const key = createHash('sha256').update(print(selection)).digest('base64');
    return (_, { execution: { budget } }) => {
      const known = answers.get(key) ?? answer({}, budget);
      answers.set(key, known);
      return known;
    };
  };
}

type Scope = { readonly rules: SelectionRules; readonly variables: Variables; readonly budget: Budget };

/** @throws BudgetExceeded */
function writeField(
  field: GraphQLField<unknown, unknown>,
  source: unknown,
  nodes: readonly [FieldNode, ...FieldNode[]],
  scope: Scope,
): string {
  // The resolvers of introspection read the schema alone.
  const info = { schema: scope.rules.schema } as GraphQLResolveInfo;
  const args = argumentsOf(field, nodes[0], scope.variables);
  if (args instanceof GraphQLError) throw args;
  const value = field.resolve?.(source, args, undefined, info);
  return writeValue(field.type, value, selectionsBelow(nodes), scope);
}

function writeValue(
  type: GraphQLOutputType,
  value: unknown,
  sets: readonly SelectionSetNode[],
  scope: Scope,
): string {
  if (value === null || value === undefined) return 'null';
  if (isNonNullType(type)) return writeValue(type.ofType, value, sets, scope);
  if (isLeafType(type)) return JSON.stringify(type.serialize(value));
  if (isListType(type)) {
    const items: readonly unknown[] = Array.isArray(value) ? value : [];
    scope.budget.writeObjects(items.length);
    return joined('[', items, (item) => writeValue(type.ofType, item, sets, scope), ']', scope);
  }
  if (!isObjectType(type)) throw new Error(`${type} is no type of introspection`);
  const fields = type.getFields();
  const selected = [...selectFields(type, sets, scope.rules)];
  const write = ([name, nodes]: (typeof selected)[number]): string => {
    const field = fields[nodes[0].name.value];
    const text = field ? writeField(field, value, nodes, scope) : JSON.stringify(type.name);
    return `${JSON.stringify(name)}:${text}`;
  };
  return joined('{', selected, write, '}', scope);
}

function joined<Part>(
  open: string,
  parts: readonly Part[],
  write: (part: Part) => string,
  close: string,
  { budget }: Scope,
): string {
  let text = open;
  for (const [index, part] of parts.entries()) {
    text += index === 0 ? write(part) : `,${write(part)}`;
    if (text.length > budget.longestAnswer) budget.endAnswer();
  }
  return text + close;
}
