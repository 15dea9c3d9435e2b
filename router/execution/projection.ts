import {
  type FieldNode,
  type GraphQLCompositeType,
  type GraphQLSchema,
  getNamedType,
  getOperationAST,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  parse,
  type SelectionSetNode,
} from 'graphql';
import { fragmentsOf } from '../../platform/fragments.ts';
import { isJsonObject, type JsonObject, put } from '../graphql/json.ts';
import { type SelectionRules, selectFields, selectionsBelow } from '../graphql/selection.ts';

/** Answers a fetch from a value instead of from a server. */
export type Project = (value: JsonObject) => JsonObject;

type Part = {
  readonly name: string;
  readonly field: string;
  /** For `__typename` of a type that the schema names. */
  readonly constant: string | undefined;
  readonly nested: Project | undefined;
};

/**
 * Compiles a fetch to a projection: the fetch's selection (aliases, fragments, lists, `__typename`) of a value whose
 * properties are called like the fields. An abstract type is told by the value's `__typename`. What the value lacks is
 * lacking in the answer.
 *
 * @param operation the fetch as the planner wrote it
 * @param schema one that has every type of the fetch; the supergraph's does
 */
export function compileProjection(schema: GraphQLSchema, operation: string): Project {
  const document = parse(operation);
  const definition = getOperationAST(document);
  const root = definition && schema.getRootType(definition.operation);
  if (!root) throw new Error('A fetch for an event is none of the schema');
  const rules: SelectionRules = {
    schema,
    fragments: fragmentsOf(document),
    // What is left out of the answer in the end may well be in the projection.
    isIncluded: () => true,
  };
  return compileLevel(root, [definition.selectionSet], rules);
}

function compileLevel(
  declared: GraphQLCompositeType,
  sets: readonly SelectionSetNode[],
  rules: SelectionRules,
): Project {
  const byType = new Map<string, readonly Part[]>();
  return (value) => {
    const type = isObjectType(declared) ? declared : (typeNamed(value.__typename, rules.schema) ?? declared);
    let parts = byType.get(type.name);
    if (!parts) {
      parts = partsOf(type, sets, rules);
      byType.set(type.name, parts);
    }
    const answer: JsonObject = {};
    for (const { name, field, constant, nested } of parts) {
      const given = constant ?? (Object.hasOwn(value, field) ? value[field] : undefined);
      if (given !== undefined) put(answer, name, nested ? projectAll(given, nested) : given);
    }
    return answer;
  };
}

function partsOf(
  type: GraphQLCompositeType,
  sets: readonly SelectionSetNode[],
  rules: SelectionRules,
): readonly Part[] {
  return [...selectFields(type, sets, rules)].map(([name, nodes]) => {
    const field = nodes[0].name.value;
    const constant = field === '__typename' && isObjectType(type) ? type.name : undefined;
    return { name, field, constant, nested: nestedOf(type, field, nodes, rules) };
  });
}

function nestedOf(
  type: GraphQLCompositeType,
  field: string,
  nodes: readonly FieldNode[],
  rules: SelectionRules,
): Project | undefined {
  if (!isObjectType(type) && !isInterfaceType(type)) return undefined;
  const below = getNamedType(type.getFields()[field]?.type);
  return isCompositeType(below) ? compileLevel(below, selectionsBelow(nodes), rules) : undefined;
}

function projectAll(value: unknown, project: Project): unknown {
  if (Array.isArray(value)) return value.map((item) => projectAll(item, project));
  return isJsonObject(value) ? project(value) : value;
}

function typeNamed(name: unknown, schema: GraphQLSchema): GraphQLCompositeType | undefined {
  const type = typeof name === 'string' ? schema.getType(name) : undefined;
  return isCompositeType(type) ? type : undefined;
}
