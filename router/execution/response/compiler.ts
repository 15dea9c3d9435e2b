import {
  type FieldNode,
  type GraphQLAbstractType,
  type GraphQLCompositeType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  isInterfaceType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  type SelectionSetNode,
} from 'graphql';
import { isRecord } from '../../../platform/type-guards.ts';
import { isInherited, type JsonObject, ownValue, type ResponsePath } from '../../graphql/json.ts';
import { type SelectionRules, selectFields, selectionsBelow } from '../../graphql/selection.ts';
import type { FieldAliases } from '../../planning/field-aliases.ts';
import {
  compileLeaf,
  completeList,
  completeNonNull,
  completeObject,
  type FieldWriter,
  isString,
  type ObjectWriter,
  type ValueWriter,
  writeFields,
} from './complete-value.ts';
import { type CompleteValue, type ResponseState, recordFault, writeAbandoned } from './state.ts';

/** Compiles a field that the router resolves itself, such as `__schema`; undefined for all other fields. */
export type CompileOwnField = (
  name: string,
  nodes: readonly [FieldNode, ...FieldNode[]],
) => CompleteValue | undefined;

export type ResponseRules = SelectionRules & {
  readonly ownField: CompileOwnField;
  readonly aliases: FieldAliases;
  /** Fields that no subgraph can resolve where they are selected. */
  readonly unreachable: ReadonlySet<FieldNode>;
  /** Called with the number of compiled fields, also later, when the first value of a type arrives. */
  readonly onCompiled: (fields: number) => void;
};

/** Turns the merged data of an operation into its response. */
export type ResponseWriter = {
  /** The JSON text of `data`: `null` when a null propagated to the root. */
  write(response: ResponseState): string;
  /**
   * Translates a path in the merged data to paths in the response: several when the client selects the field
   * under several aliases, and only as deep as the client's selection.
   */
  locate(data: JsonObject, path: ResponsePath): readonly ResponsePath[];
};

/**
 * Compiles the selection on a root type to a writer from merged data to JSON text. Fields are in the client's
 * order, values are completed by the API schema, and nulls at non-null positions propagate.
 */
export function compileResponse(
  root: GraphQLObjectType,
  set: SelectionSetNode,
  rules: ResponseRules,
): ResponseWriter {
  const isMutation = root === rules.schema.getMutationType();
  const nameOf = isMutation ? rules.aliases.ofMutation : rules.aliases.of;
  const fields = compileFields(root, [set], rules, nameOf) ?? [];
  return {
    write: (response) =>
      writeFields(fields, response.execution.data, response, 0) ?? writeAbandoned(response, 0),
    locate: (data, path) => locate(fields, data, path),
  };
}

function compileFields(
  type: GraphQLCompositeType,
  sets: readonly SelectionSetNode[],
  rules: ResponseRules,
  nameOf: (node: FieldNode) => string = rules.aliases.of,
): ObjectWriter {
  const definitions = isObjectType(type) || isInterfaceType(type) ? type.getFields() : {};
  const writers: FieldWriter[] = [];
  for (const [name, nodes] of selectFields(type, sets, rules)) {
    const [node] = nodes;
    const field = node.name.value;
    const source = nameOf(node);
    const coordinate = `${type.name}.${field}`;
    const prefix = `${writers.length === 0 ? '{' : ','}${JSON.stringify(name)}:`;
    const writer = {
      name,
      source,
      prefix,
      textPrefix: undefined,
      fieldsOf: noFields,
      isNonNull: false,
      coordinate,
      isInherited: isInherited(source),
    };
    const own = rules.ownField(field, nodes);
    if (field === '__typename') {
      // An object may be known by an interface alone: its type name cannot be written.
      if (!isObjectType(type)) return undefined;
      writers.push({ ...writer, prefix: `${prefix}"${type.name}"`, write: undefined });
    } else if (own) {
      writers.push({ ...writer, write: own });
    } else {
      const definition = definitions[field];
      if (!definition) throw new Error(`${type.name} has no field ${field}`);
      const value = rules.unreachable.has(node)
        ? { write: completeUnreachable(coordinate, isNonNullType(definition.type)), fieldsOf: noFields }
        : compileValue(definition.type, selectionsBelow(nodes), rules, coordinate);
      const textPrefix = isString(definition.type) ? `${prefix}"` : undefined;
      writers.push({ ...writer, ...value, textPrefix, isNonNull: isNonNullType(definition.type) });
    }
  }
  rules.onCompiled(writers.length);
  return writers;
}

function completeUnreachable(coordinate: string, isNonNull: boolean): CompleteValue {
  return (_, response, depth) => {
    recordFault(response, depth, `No subgraph can resolve the field ${coordinate} here.`);
    return isNonNull ? undefined : 'null';
  };
}

function noFields(): undefined {
  return undefined;
}

function compileValue(
  type: GraphQLOutputType,
  sets: readonly SelectionSetNode[],
  rules: ResponseRules,
  coordinate: string,
): ValueWriter {
  if (isNonNullType(type) || isListType(type)) {
    const { write, fieldsOf } = compileValue(type.ofType, sets, rules, coordinate);
    return {
      write: isListType(type) ? completeList(write, coordinate) : completeNonNull(write, coordinate),
      fieldsOf,
    };
  }
  if (isLeafType(type)) return { write: compileLeaf(type, coordinate), fieldsOf: noFields };
  const fieldsOf = isObjectType(type)
    ? fieldsOfObject(type, sets, rules)
    : fieldsOfAbstract(type, sets, rules);
  return { write: completeObject(fieldsOf, type.name, coordinate), fieldsOf };
}

function fieldsOfObject(
  type: GraphQLObjectType,
  sets: readonly SelectionSetNode[],
  rules: ResponseRules,
): ValueWriter['fieldsOf'] {
  const fields = compileFields(type, sets, rules);
  return () => fields;
}

/** The fields for a type are compiled when its first value arrives. */
function fieldsOfAbstract(
  type: GraphQLAbstractType,
  sets: readonly SelectionSetNode[],
  rules: ResponseRules,
): ValueWriter['fieldsOf'] {
  const writers = new Map<unknown, ObjectWriter>();

  function writerOf(name: unknown): ObjectWriter {
    const actual = typeof name === 'string' ? rules.schema.getType(name) : type;
    if (actual === type) return compileFields(type, sets, rules);
    const isMember =
      (isObjectType(actual) || isInterfaceType(actual)) && rules.schema.isSubType(type, actual);
    return isMember ? compileFields(actual, sets, rules) : undefined;
  }

  return ({ __typename: name }) => {
    const known = writers.get(name);
    if (known) return known;
    const fresh = writerOf(name);
    // Only aliases of types are kept: values that subgraphs invent must not use up memory.
    if (fresh) writers.set(name, fresh);
    return fresh;
  };
}

function locate(
  fields: readonly FieldWriter[],
  object: JsonObject,
  [step, ...rest]: ResponsePath,
): readonly ResponsePath[] {
  const selected = fields.filter(({ source }) => source === step);
  const [first] = selected;
  if (!first) return [[]];
  // A null that propagates is reported for the first name only: a server that executes the field once per
  // name stops there.
  const propagates = first.isNonNull && (ownValue(object, first.source) ?? null) === null;
  return (propagates ? [first] : selected).flatMap(({ name, source, fieldsOf }) =>
    locateBelow(fieldsOf, ownValue(object, source), rest).map((path) => [name, ...path]),
  );
}

function locateBelow(
  fieldsOf: ValueWriter['fieldsOf'],
  value: unknown,
  path: ResponsePath,
): readonly ResponsePath[] {
  const [step, ...rest] = path;
  if (step === undefined) return [[]];
  if (typeof step === 'number') {
    const item: unknown = Array.isArray(value) ? value[step] : undefined;
    return locateBelow(fieldsOf, item, rest).map((below) => [step, ...below]);
  }
  // Where a null hides the path, the selection on the declared type tells the rest.
  const object = isRecord(value) ? value : {};
  const fields = fieldsOf(object);
  return fields ? locate(fields, object, path) : [[]];
}
