import {
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isObjectType,
  isUnionType,
  parse,
  validate,
} from 'graphql';
import { createRandom, type Random } from '../../../platform/random.ts';
import { drawArguments, drawCondition, type Variables } from './arguments.ts';

export type RandomOperation = {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
};

type Settings = {
  readonly schema: GraphQLSchema;
  /** An integer. The same schema and seed give the same operation. */
  readonly seed: number;
  /** Fields that are not selected, as `Type.field`. */
  readonly excluded?: ReadonlySet<string>;
};

/** An operation that is being written. */
type Draft = {
  readonly schema: GraphQLSchema;
  readonly excluded: ReadonlySet<string>;
  readonly random: Random;
  readonly variables: Variables;
  /** Named fragments in the order of their beginning; an unfinished one has no text. */
  readonly fragments: { readonly on: GraphQLCompositeType; text?: string }[];
  /** The number of selections that may still be added. */
  left: number;
};

const MOST_SELECTIONS = 14;
const DEEPEST = 3;

/**
 * Generates a valid query, or sometimes a mutation: fields with arguments, variables, aliases, named and
 * inline fragments, `@skip` and `@include`. Names are drawn from a small set, so that fields are merged. When
 * GraphQL does not allow the merge, the next operation of the same random stream is used.
 */
export function randomOperation({ schema, seed, excluded = new Set() }: Settings): RandomOperation {
  const random = createRandom(seed, 'operations');
  for (;;) {
    const variables: Variables = { declared: new Map(), given: new Map() };
    const draft: Draft = { schema, excluded, random, variables, fragments: [], left: MOST_SELECTIONS };
    const query = drawOperation(draft);
    if (validate(schema, parse(query)).length === 0)
      return { query, variables: Object.fromEntries(variables.given) };
  }
}

function drawOperation(draft: Draft): string {
  const mutations = draft.schema.getMutationType();
  const mutation = mutations && draft.random.happens(0.4) ? mutations : undefined;
  const root = mutation ?? draft.schema.getQueryType();
  if (!root) throw new Error('The schema has no queries');
  const selections = drawSelections(draft, root, DEEPEST);
  const declared = [...draft.variables.declared].map(([name, type]) => `$${name}: ${type}`);
  const head = `${mutation ? 'mutation' : 'query'}${declared.length > 0 ? ` (${declared.join(', ')})` : ''}`;
  return [`${head} ${selections}`, ...draft.fragments.map(({ text }) => text)].join('\n');
}

function drawSelections(draft: Draft, type: GraphQLCompositeType, depth: number): string {
  const selections: string[] = [];
  for (let count = draft.random.between(1, 3); count > 0; count -= 1) {
    if (draft.left <= 0) break;
    draft.left -= 1;
    selections.push(drawSelection(draft, type, depth));
  }
  return `{ ${selections.length > 0 ? selections.join(' ') : '__typename'} }`;
}

/** @param depth the number of levels that may still be added below */
function drawSelection(draft: Draft, type: GraphQLCompositeType, depth: number): string {
  const { random } = draft;
  if (random.happens(0.08)) return drawTypename(draft);
  if (random.happens(0.08)) return `...${drawCondition(draft)} ${drawSelections(draft, type, depth)}`;
  if (random.happens(0.1)) return drawSpread(draft, type, depth);
  if (random.happens(isAbstractType(type) ? 0.5 : 0.07)) return drawTyped(draft, type, depth);
  return drawField(draft, type, depth) ?? drawTyped(draft, type, depth);
}

function drawTypename({ random }: Draft): string {
  return random.happens(0.3) ? `${random.pick(['id', 'type', 't'])}: __typename` : '__typename';
}

/** An inline fragment on a type that shares object types with this one, or on this type. */
function drawTyped(draft: Draft, type: GraphQLCompositeType, depth: number): string {
  const on = draft.random.pick(meetingTypes(draft.schema, type));
  return `... on ${on.name}${drawCondition(draft)} ${drawSelections(draft, on, depth)}`;
}

/** A named fragment: an existing one that fits, or a new one. */
function drawSpread(draft: Draft, type: GraphQLCompositeType, depth: number): string {
  const { random, fragments, schema } = draft;
  const types = meetingTypes(schema, type);
  const fitting = [...fragments.keys()].filter((at) => {
    const fragment = fragments[at];
    return fragment?.text !== undefined && types.includes(fragment.on);
  });
  if (fitting.length > 0 && random.happens(0.5)) return `...F${random.pick(fitting)}${drawCondition(draft)}`;
  const name = `F${fragments.length}`;
  const fragment: Draft['fragments'][number] = { on: random.happens(0.7) ? type : random.pick(types) };
  fragments.push(fragment);
  fragment.text = `fragment ${name} on ${fragment.on.name} ${drawSelections(draft, fragment.on, depth)}`;
  return `...${name}${drawCondition(draft)}`;
}

/** A field, possibly with an alias; undefined when there is none to select. */
function drawField(draft: Draft, type: GraphQLCompositeType, depth: number): string | undefined {
  const { random } = draft;
  const fields = fieldsOf(draft, type);
  const near = depth > 0 ? fields : fields.filter((each) => !isCompositeType(getNamedType(each.type)));
  if (near.length === 0) return fields.length > 0 ? '__typename' : undefined;
  const field = random.pick(near);
  const below = getNamedType(field.type);
  const names = [`a${draft.left}`, 'id', field.name, ...fields.map(({ name }) => name)];
  const alias = random.happens(0.25) ? `${random.pick(names)}: ` : '';
  const selections = isCompositeType(below) ? ` ${drawSelections(draft, below, depth - 1)}` : '';
  return `${alias}${field.name}${drawArguments(draft, field.args)}${drawCondition(draft)}${selections}`;
}

function fieldsOf(
  { excluded }: Draft,
  type: GraphQLCompositeType,
): readonly GraphQLField<unknown, unknown>[] {
  if (isUnionType(type)) return [];
  return Object.values(type.getFields()).filter((each) => !excluded.has(`${type.name}.${each.name}`));
}

/** The types on which a fragment may be spread in a selection of this type. */
function meetingTypes(schema: GraphQLSchema, type: GraphQLCompositeType): readonly GraphQLCompositeType[] {
  const members = new Set<GraphQLNamedType>(membersOf(schema, type));
  return Object.values(schema.getTypeMap())
    .filter(isCompositeType)
    .filter((each) => membersOf(schema, each).some((member) => members.has(member)));
}

function membersOf(schema: GraphQLSchema, type: GraphQLCompositeType): readonly GraphQLNamedType[] {
  return isObjectType(type) ? [type] : schema.getPossibleTypes(type);
}
