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
import { isRecord } from '../../platform/type-guards.ts';
import { type JsonObject, put } from '../graphql/json.ts';
import { type SelectionRules, selectFields, selectionsBelow } from '../graphql/selection.ts';

/** Resolves a fetch from a value instead of a subgraph's response. */
export type Project = (value: JsonObject) => JsonObject;

type ProjectedField = {
  readonly name: string;
  readonly field: string;
  /** The value of `__typename` for a known object type. */
  readonly constant: string | undefined;
  readonly nested: Project | undefined;
};

/**
 * Compiles a fetch to a projection of a value whose properties have the names of the fields: it applies the fetch's aliases,
 * fragments and `__typename`. The value's `__typename` decides on abstract types. Missing properties stay missing.
 *
 * @param operation the text of the fetch
 * @param schema a schema with every type of the fetch, such as the supergraph's
 */
export function compileProjection(schema: GraphQLSchema, operation: string): Project {
  const document = parse(operation);
  const definition = getOperationAST(document);
  const root = definition && schema.getRootType(definition.operation);
  if (!root) throw new Error('The schema has no root type for the fetch of an event');
  const rules: SelectionRules = {
    schema,
    fragments: fragmentsOf(document),
    // The response writer applies conditions.
    isIncluded: () => true,
  };
  return compileLevel(root, [definition.selectionSet], rules);
}

function compileLevel(
  declared: GraphQLCompositeType,
  sets: readonly SelectionSetNode[],
  rules: SelectionRules,
): Project {
  const byType = new Map<string, readonly ProjectedField[]>();
  return (value) => {
    const type = isObjectType(declared) ? declared : (typeNamed(value.__typename, rules.schema) ?? declared);
    let fields = byType.get(type.name);
    if (!fields) {
      fields = projectedFieldsOf(type, sets, rules);
      byType.set(type.name, fields);
    }
    const result: JsonObject = {};
    for (const { name, field, constant, nested } of fields) {
      const given = constant ?? (Object.hasOwn(value, field) ? value[field] : undefined);
      if (given !== undefined) put(result, name, nested ? projectAll(given, nested) : given);
    }
    return result;
  };
}

function projectedFieldsOf(
  type: GraphQLCompositeType,
  sets: readonly SelectionSetNode[],
  rules: SelectionRules,
): readonly ProjectedField[] {
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
  return isRecord(value) ? project(value) : value;
}

function typeNamed(name: unknown, schema: GraphQLSchema): GraphQLCompositeType | undefined {
  const type = typeof name === 'string' ? schema.getType(name) : undefined;
  return isCompositeType(type) ? type : undefined;
}
