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
import {
  isInherited,
  isJsonObject,
  type JsonObject,
  ownValue,
  type ResponsePath,
} from '../../graphql/json.ts';
import { type SelectionRules, selectFields, selectionsBelow } from '../../graphql/selection.ts';
import type { Names } from '../../planning/field-aliases.ts';
import {
  type FieldShape,
  type ObjectShape,
  type ValueShape,
  writeFields,
  writeList,
  writeNonNull,
  writeObject,
} from './complete-value.ts';
import { compileLeaf, isText } from './scalars.ts';
import { noteFault, type Shaping, type Write, writeEnded } from './state.ts';

/** Writes a field that is answered without subgraphs, such as `__schema`; undefined for all others. */
export type CompileOwnField = (
  name: string,
  nodes: readonly FieldNode[],
) => ((shaping: Shaping) => string) | undefined;

export type ShapeRules = SelectionRules & {
  readonly ownField: CompileOwnField;
  readonly names: Names;
  /** Fields that no subgraph can give where they are asked for. */
  readonly unreachable: ReadonlySet<FieldNode>;
};

/** What a client gets of the merged answers. */
export type Shape = {
  /** The answer's data as JSON text, `null` when a null reached the root. */
  write(shaping: Shaping): string;
  /**
   * Where in the answer a place of the merged answers is: several times if the client asked so, and no further than the
   * client asked.
   */
  locate(data: JsonObject, path: ResponsePath): readonly ResponsePath[];
};

/**
 * Compiles what a client selected of the root type: the merged answers in, JSON text out. Fields stand in the client's
 * order, values are checked against the schema that clients see, nulls go up where there may be none.
 */
export function compileShape(root: GraphQLObjectType, set: SelectionSetNode, rules: ShapeRules): Shape {
  const isMutation = root === rules.schema.getMutationType();
  const nameOf = isMutation ? rules.names.ofMutation : rules.names.of;
  const fields = compileFields(root, [set], rules, nameOf) ?? [];
  return {
    write: (shaping) => writeFields(fields, shaping.run.data, shaping, 0) ?? writeEnded(shaping, 0),
    locate: (data, path) => locate(fields, data, path),
  };
}

function compileFields(
  type: GraphQLCompositeType,
  sets: readonly SelectionSetNode[],
  rules: ShapeRules,
  nameOf: (node: FieldNode) => string = rules.names.of,
): ObjectShape {
  const definitions = isObjectType(type) || isInterfaceType(type) ? type.getFields() : {};
  const shapes: FieldShape[] = [];
  for (const [name, nodes] of selectFields(type, sets, rules)) {
    const [node] = nodes;
    const field = node.name.value;
    const source = nameOf(node);
    const prefix = `${shapes.length === 0 ? '{' : ','}${JSON.stringify(name)}:`;
    const shape = {
      name,
      source,
      prefix,
      textPrefix: undefined,
      fieldsOf: nothing,
      isNonNull: false,
      isInherited: isInherited(source),
    };
    const own = rules.ownField(field, nodes);
    if (field === '__typename') {
      // Of an interface no more may be known; then there is no answer to this.
      if (!isObjectType(type)) return undefined;
      shapes.push({ ...shape, prefix: `${prefix}"${type.name}"`, write: undefined });
    } else if (own) {
      shapes.push({ ...shape, write: (_, shaping) => own(shaping) });
    } else {
      const definition = definitions[field];
      if (!definition) throw new Error(`${type.name} has no field ${field}`);
      const label = `${type.name}.${field}`;
      const value = rules.unreachable.has(node)
        ? { write: noteUnreachable(label, isNonNullType(definition.type)), fieldsOf: nothing }
        : compileValue(definition.type, selectionsBelow(nodes), rules, label);
      const textPrefix = isText(definition.type) ? `${prefix}"` : undefined;
      shapes.push({ ...shape, ...value, textPrefix, isNonNull: isNonNullType(definition.type) });
    }
  }
  return shapes;
}

function noteUnreachable(label: string, isNonNull: boolean): Write {
  return (_, shaping, depth) => {
    noteFault(shaping, depth, `No subgraph can give the field ${label} here.`);
    return isNonNull ? undefined : 'null';
  };
}

function nothing(): undefined {
  return undefined;
}

function compileValue(
  type: GraphQLOutputType,
  sets: readonly SelectionSetNode[],
  rules: ShapeRules,
  label: string,
): ValueShape {
  if (isNonNullType(type) || isListType(type)) {
    const { write, fieldsOf } = compileValue(type.ofType, sets, rules, label);
    return { write: isListType(type) ? writeList(write, label) : writeNonNull(write, label), fieldsOf };
  }
  if (isLeafType(type)) return { write: compileLeaf(type, label), fieldsOf: nothing };
  const fieldsOf = isObjectType(type) ? ofObject(type, sets, rules) : ofAbstract(type, sets, rules);
  return { write: writeObject(fieldsOf, type.name, label), fieldsOf };
}

function ofObject(
  type: GraphQLObjectType,
  sets: readonly SelectionSetNode[],
  rules: ShapeRules,
): ValueShape['fieldsOf'] {
  const fields = compileFields(type, sets, rules);
  return () => fields;
}

/** What is selected of a type is worked out when the first value of that type comes. */
function ofAbstract(
  type: GraphQLAbstractType,
  sets: readonly SelectionSetNode[],
  rules: ShapeRules,
): ValueShape['fieldsOf'] {
  const shapes = new Map<unknown, ObjectShape>();

  function shapeOf(name: unknown): ObjectShape {
    const actual = typeof name === 'string' ? rules.schema.getType(name) : type;
    if (actual === type) return compileFields(type, sets, rules);
    const isMember =
      (isObjectType(actual) || isInterfaceType(actual)) && rules.schema.isSubType(type, actual);
    return isMember ? compileFields(actual, sets, rules) : undefined;
  }

  return ({ __typename: name }) => {
    const known = shapes.get(name);
    if (known) return known;
    const fresh = shapeOf(name);
    // Only names of types are remembered, so that what subgraphs make up takes no memory.
    if (fresh) shapes.set(name, fresh);
    return fresh;
  };
}

function locate(
  fields: readonly FieldShape[],
  object: JsonObject,
  [step, ...rest]: ResponsePath,
): readonly ResponsePath[] {
  const asked = fields.filter(({ source }) => source === step);
  const [first] = asked;
  if (!first) return [[]];
  // A null that goes up is told of once: a server that runs the field for each of its names does not come to the second.
  const goesUp = first.isNonNull && (ownValue(object, first.source) ?? null) === null;
  return (goesUp ? [first] : asked).flatMap(({ name, source, fieldsOf }) =>
    locateBelow(fieldsOf, ownValue(object, source), rest).map((path) => [name, ...path]),
  );
}

function locateBelow(
  fieldsOf: ValueShape['fieldsOf'],
  value: unknown,
  path: ResponsePath,
): readonly ResponsePath[] {
  const [step, ...rest] = path;
  if (step === undefined) return [[]];
  if (typeof step === 'number') {
    const item: unknown = Array.isArray(value) ? value[step] : undefined;
    return locateBelow(fieldsOf, item, rest).map((below) => [step, ...below]);
  }
  // A null may stand where the place would be: then the schema says what was asked for there.
  const object = isJsonObject(value) ? value : {};
  const fields = fieldsOf(object);
  return fields ? locate(fields, object, path) : [[]];
}
