import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isObjectType,
  isRequiredArgument,
  Kind,
  type OperationDefinitionNode,
  parse,
} from 'graphql';
import { createRandom, type Random } from '../../platform/random.ts';
import { createCostReader } from '../../router/limits/cost.ts';
import { type DocumentLimits, limitErrors, measure } from '../../router/limits/document-limits.ts';

/** An operation with its estimated cost. */
export type DearOperation = { readonly query: string; readonly cost: number };

export type SearchSettings = {
  readonly apiSchema: GraphQLSchema;
  readonly supergraphSchema: GraphQLSchema;
  readonly limits: DocumentLimits;
  readonly listSize: number;
  readonly costLimit: number;
  /** Literals of required arguments, by the name of their type. */
  readonly literals: Readonly<Record<string, string>>;
  /** Literals of ids of root fields, by the name of the field; a root field without one is not selected. */
  readonly ids: Readonly<Record<string, string>>;
  readonly seed: number;
  /** How many operations are drawn. */
  readonly draws: number;
};

/** A selected field, whose page may be made shorter. */
type Selected = {
  readonly alias: string;
  readonly name: string;
  readonly args: readonly string[];
  first: number | undefined;
  readonly below: readonly Selected[];
};

const LARGEST_PAGE = 100;
const DEEPEST = 12;
const MOST_FIELDS = 600;
const MOST_COPIES = 20;

/**
 * Draws queries that the limits allow, each as dear as possible: all plain fields, random fields with
 * selections, pages of the largest size, and equal fields under several names. A query over the limit of cost
 * gets shorter pages until it fits; one far below it is repeated under other names. The dearest come first.
 */
export function dearOperations(settings: SearchSettings): readonly DearOperation[] {
  const { apiSchema, supergraphSchema, limits, costLimit, seed, draws } = settings;
  const root = apiSchema.getQueryType();
  if (!root) throw new Error('The schema has no queries');
  const readCost = createCostReader(supergraphSchema, settings);
  const found = new Map<string, DearOperation>();

  /** The cost; undefined when another limit is exceeded. */
  function costOf(query: string): number | undefined {
    const document = parse(query);
    const [operation] = document.definitions;
    if (operation?.kind !== Kind.OPERATION_DEFINITION || isTooLarge(operation)) return undefined;
    const { cost } = readCost(document, operation);
    return typeof cost === 'number' ? cost : undefined;

    function isTooLarge(definition: OperationDefinitionNode): boolean {
      return limitErrors(measure(document, definition), limits).length > 0;
    }
  }

  function withinLimits(drawn: readonly Selected[]): DearOperation | undefined {
    let query = print(drawn);
    let cost = costOf(query);
    while (cost !== undefined && cost > costLimit && shorten(drawn)) {
      query = print(drawn);
      cost = costOf(query);
    }
    if (cost === undefined || cost > costLimit) return undefined;
    let best: DearOperation = { query, cost };
    for (let copies = 2; copies <= MOST_COPIES; copies += 1) {
      const repeated = print(Array.from({ length: copies }, (_, at) => renamed(drawn, at)).flat());
      const together = costOf(repeated);
      if (together === undefined || together > costLimit) break;
      best = { query: repeated, cost: together };
    }
    return best;
  }

  for (let draw = 0; draw < draws; draw += 1) {
    const random = createRandom(seed + draw, 'dear operations');
    const state = { random, settings, left: MOST_FIELDS, names: 0 };
    const drawn = drawRoots(state, root);
    const fitting = drawn.length > 0 ? withinLimits(drawn) : undefined;
    if (fitting) found.set(fitting.query, fitting);
  }
  return [...found.values()].sort((a, b) => b.cost - a.cost);
}

type Drawing = {
  readonly random: Random;
  readonly settings: SearchSettings;
  /** The number of fields that may still be added. */
  left: number;
  names: number;
};

function drawRoots(state: Drawing, root: GraphQLObjectType): readonly Selected[] {
  const { ids } = state.settings;
  const fields = Object.values(root.getFields()).filter(
    (field) =>
      !field.args.some((each) => each.name === 'id' || each.name === 'roomId') ||
      ids[field.name] !== undefined,
  );
  return Array.from({ length: state.random.between(1, 3) }, () => state.random.pick(fields)).flatMap(
    (field) => drawField(state, field, ids[field.name], DEEPEST) ?? [],
  );
}

function drawField(
  state: Drawing,
  field: GraphQLField<unknown, unknown>,
  id: string | undefined,
  depth: number,
): Selected | undefined {
  state.left -= 1;
  const type = getNamedType(field.type);
  const args = drawArguments(state, field.args, id);
  if (!args) return undefined;
  const isPage = field.args.some(({ name }) => name === 'first');
  const below = isCompositeType(type) ? drawBelow(state, field, depth - 1) : [];
  if (isCompositeType(type) && below.length === 0) return undefined;
  state.names += 1;
  return {
    alias: field.args.length > 0 ? `a${state.names}` : '',
    name: field.name,
    args,
    first: isPage ? LARGEST_PAGE - state.random.between(0, 3) : undefined,
    below,
  };
}

/** Undefined when a required argument has no literal. */
function drawArguments(
  { settings }: Drawing,
  args: readonly GraphQLArgument[],
  id: string | undefined,
): readonly string[] | undefined {
  const required = args.filter(isRequiredArgument).map(({ name, type }) => {
    const named = getNamedType(type).name;
    const literal = named === 'ID' ? id : (settings.literals[`${named} ${name}`] ?? settings.literals[named]);
    return literal && `${name}: ${literal}`;
  });
  return required.every((each) => each !== undefined) ? required.map(String) : undefined;
}

function drawBelow(
  state: Drawing,
  field: GraphQLField<unknown, unknown>,
  depth: number,
): readonly Selected[] {
  const type = getNamedType(field.type);
  if (isAbstractType(type) || !isObjectType(type)) return [plain('__typename')];
  const fields = Object.values(type.getFields());
  const leaves = fields.filter((each) => !isCompositeType(getNamedType(each.type)));
  const own = state.random.happens(0.7) ? leaves : leaves.slice(0, 1);
  state.left -= own.length;
  const rest = fields.filter((each) => !leaves.includes(each));
  const edges = rest.find(({ name }) => name === 'edges' || name === 'node');
  const drawn: Selected[] = own.map(({ name }) => plain(name));
  if (depth <= 0 || rest.length === 0) return drawn.length > 0 ? drawn : [plain('__typename')];
  const count = edges ? 1 : state.random.between(1, 3);
  for (let at = 0; at < count && state.left > 0; at += 1) {
    const next = drawField(state, edges ?? state.random.pick(rest), undefined, depth);
    // A field without an alias may be selected once.
    if (next && (next.alias !== '' || !drawn.some(({ name }) => name === next.name))) drawn.push(next);
  }
  return drawn.length > 0 ? drawn : [plain('__typename')];
}

function plain(name: string): Selected {
  return { alias: '', name, args: [], first: undefined, below: [] };
}

/** Halves the longest page, the innermost of equal ones. Returns false when all have one item. */
function shorten(selected: readonly Selected[]): boolean {
  const pages = pagesIn(selected);
  const longest = Math.max(1, ...pages.map(({ first = 0 }) => first));
  const page = pages.findLast(({ first }) => first === longest);
  if (!page || longest === 1) return false;
  page.first = Math.floor(longest / 2);
  return true;
}

function pagesIn(selected: readonly Selected[]): readonly Selected[] {
  return selected.flatMap((each) => [...(each.first === undefined ? [] : [each]), ...pagesIn(each.below)]);
}

function renamed(selected: readonly Selected[], copy: number): readonly Selected[] {
  return selected.map((each, at) => ({ ...each, alias: `c${copy}_${at}` }));
}

function print(selected: readonly Selected[]): string {
  const one = ({ alias, name, args, first, below }: Selected): string => {
    const given = [...args, ...(first === undefined ? [] : [`first: ${first}`])];
    return `${alias ? `${alias}: ` : ''}${name}${given.length > 0 ? `(${given.join(', ')})` : ''}${
      below.length > 0 ? ` ${print(below)}` : ''
    }`;
  };
  return `{ ${selected.map(one).join(' ')} }`;
}
