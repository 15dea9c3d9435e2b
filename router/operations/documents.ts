import {
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
  type SelectionSetNode,
} from 'graphql';
import { LRUCache } from 'lru-cache';
import { createRequirementsReader, isProbe, type Requirement } from '../auth/access.ts';
import type { BudgetLimits } from '../execution/budget.ts';
import type { Compile, CompiledOperation, OnWeight } from '../execution/compile.ts';
import { deprecatedIn } from '../graphql/deprecated.ts';
import { withoutSuggestions } from '../graphql/errors.ts';
import { INTROSPECTION_FIELDS } from '../graphql/selection.ts';
import { parseDocument } from '../graphql/validation.ts';
import { createCostReader } from '../limits/cost.ts';
import type { CostExpression } from '../limits/cost-directives.ts';
import {
  type DocumentLimits,
  hasMoreTokens,
  isTextTooDeep,
  limitErrors,
  MAX_NESTING,
  measure,
  tooDeep,
  tooManyOperations,
  tooManyTokens,
} from '../limits/document-limits.ts';
import { sha256 } from './persisted.ts';
import { type Refused, refuse, refuseWith } from './request.ts';

export type DocumentSettings = {
  /** How many documents are kept for each graph. */
  readonly cacheSize: number;
  /** How many bytes they may take with their plans, and the answers to introspection as many again. */
  readonly cacheBytes: number;
  readonly limits: DocumentLimits;
  /** What one execution of an operation may yield. */
  readonly budget: BudgetLimits;
  /** The assumed size of lists that do not declare one. */
  readonly listSize: number;
  /** Whether clients may query the schema. */
  readonly introspection: boolean;
};

/** A document's text with everything that depends on it alone. */
export type KnownDocument = {
  /** SHA-256 of the text. */
  readonly hash: string;
  /** The operation with this name, or the only one; or the refusal when there is none that may run. */
  readonly operation: (name: string | undefined) => KnownOperation | Refused;
};

export type KnownOperation = {
  readonly kind: 'operation';
  readonly document: DocumentNode;
  readonly definition: OperationDefinitionNode;
  /** Whether it may run without a token: it reveals nothing. */
  readonly isProbe: boolean;
  /** The access that it requires of its caller. */
  readonly requirements: readonly Requirement[];
  readonly cost: CostExpression;
  /** The deprecated elements that its document uses. */
  readonly deprecated: readonly string[];
  /** Plans and compiles on the first call. */
  readonly compile: () => Promise<CompiledOperation | Refused>;
};

export type PopularOperation = { readonly text: string; readonly operationName: string | undefined };

export type Documents = {
  /** Returns the entry of a text. A new text is parsed, validated and measured. */
  read(text: string): KnownDocument;
  /** Compiles an operation before it is requested. Does nothing when it may not run. */
  prepare(operation: PopularOperation): Promise<void>;
  /** The operations with the most requests, the first with the most. */
  popular(count: number): readonly PopularOperation[];
};

export type DocumentsDeps = {
  readonly apiSchema: GraphQLSchema;
  readonly supergraphSchema: GraphQLSchema;
  readonly compile: Compile;
  readonly settings: DocumentSettings;
  /** Called for each `read`, with whether the text was known. */
  readonly onRead: (isKnown: boolean) => void;
};

/**
 * What a document takes, in bytes: a character of its text, a token with its part of the syntax tree, a
 * field of an operation with its part of the cost and the requirements. A field counts where its fragment is
 * spread.
 */
const BYTES_PER_CHARACTER = 2;
const BYTES_PER_TOKEN = 350;
const BYTES_PER_FIELD = 300;
/** An entry, and an operation, with nothing in it. */
const BASE_BYTES = 1_000;
const BYTES_PER_OPERATION = 10_000;

/** The number of operations that are remembered because they cannot be planned. */
const MAX_UNPLANNABLE = 10_000;

type Used = PopularOperation & { uses: number };
type Entry = KnownDocument & {
  readonly used: readonly Used[];
  /** The bytes that it takes so far, with its plans. */
  readonly bytes: () => number;
};

/** An operation of a document that is known to be valid. */
type OperationToExamine = {
  readonly text: string;
  /** Of the text. */
  readonly hash: string;
  readonly document: DocumentNode;
  readonly definition: OperationDefinitionNode;
  readonly used: Used[];
  readonly grow: OnWeight;
};

/** Keeps the documents of one graph, valid and invalid ones, and their compiled operations. */
export function createDocuments({
  apiSchema,
  supergraphSchema,
  compile,
  settings,
  onRead,
}: DocumentsDeps): Documents {
  const readRequirements = createRequirementsReader(supergraphSchema);
  const readCost = createCostReader(supergraphSchema, settings);
  const entries = new LRUCache<string, Entry>({
    max: settings.cacheSize,
    maxSize: settings.cacheBytes,
    sizeCalculation: (entry) => entry.bytes(),
  });

  /** Operations that cannot be planned, remembered longer than their documents: each try is costly. */
  const unplannable = new LRUCache<string, Refused>({ max: MAX_UNPLANNABLE });
  /** Weighs an entry again that has grown or shrunk. */
  function weigh(text: string): void {
    const entry = entries.peek(text);
    if (!entry) return;
    // An entry that is set again keeps its weight.
    entries.delete(text);
    entries.set(text, entry);
  }

  function examineDocument(text: string): Entry {
    const hash = sha256(text);
    let bytes = BASE_BYTES + text.length * BYTES_PER_CHARACTER;
    const grow = (by: number): void => {
      bytes += by;
      weigh(text);
    };
    const invalid = (errors: readonly GraphQLError[]): Entry => {
      const refused = refuse(errors);
      bytes += JSON.stringify(refused).length * BYTES_PER_CHARACTER;
      return { hash, operation: () => refused, used: [], bytes: () => bytes };
    };
    if (hasMoreTokens(text, settings.limits.tokens)) return invalid([tooManyTokens(settings.limits.tokens)]);
    if (isTextTooDeep(text)) return invalid([tooDeep(MAX_NESTING)]);
    const { document, errors } = parseDocument(apiSchema, text);
    if (errors) return invalid(settings.introspection ? errors : errors.map(withoutSuggestions));
    const used: Used[] = [];
    const byName = new Map<string, KnownOperation | Refused>();
    const byDefinition = new Map<OperationDefinitionNode, KnownOperation | Refused>();
    const definitions = document.definitions.filter((each) => each.kind === Kind.OPERATION_DEFINITION);
    const { operations } = settings.limits;
    if (definitions.length > operations) return invalid([tooManyOperations(definitions.length, operations)]);
    bytes += tokensIn(document) * BYTES_PER_TOKEN;
    return {
      hash,
      used,
      bytes: () => bytes,
      operation(name) {
        const known = byName.get(name ?? '');
        if (known) return known;
        const definition =
          name === undefined
            ? definitions.length === 1 && definitions[0]
            : definitions.find((each) => each.name?.value === name);
        if (!definition) return notFound(name);
        const operation =
          byDefinition.get(definition) ?? examineOperation({ text, hash, document, definition, used, grow });
        byDefinition.set(definition, operation);
        byName.set(name ?? '', operation);
        return operation;
      },
    };
  }

  /** Runs the checks that depend neither on the caller nor on variables. */
  function examineOperation(operation: OperationToExamine): KnownOperation | Refused {
    const { document, definition, grow } = operation;
    if (!apiSchema.getRootType(definition.operation)) {
      return refuseWith('GRAPHQL_VALIDATION_FAILED', `The schema has no ${definition.operation} type.`);
    }
    const measures = measure(document, definition);
    const tooLarge = limitErrors(measures, settings.limits);
    if (tooLarge.length > 0) return refuse(tooLarge);
    const asksForSchema = definition.operation === OperationTypeNode.QUERY && mentionsSchema(document);
    if (!settings.introspection && asksForSchema) return refuse([introspectionOff()]);
    const { cost, errors } = readCost(document, definition);
    if (errors.length > 0) return refuse(errors);
    grow(BYTES_PER_OPERATION + measures.fields * BYTES_PER_FIELD);
    const deprecated = deprecatedIn(apiSchema, document);
    let compiled: Promise<CompiledOperation | Refused> | undefined;
    return {
      kind: 'operation',
      document,
      definition,
      isProbe: isProbe(document, definition),
      requirements: readRequirements(document, definition),
      cost,
      deprecated,
      compile() {
        compiled ??= compileOperation(operation).then((result) => {
          // It may be planned when fewer others are.
          if (result.kind === 'refused' && isPassing(result)) compiled = undefined;
          return result;
        });
        return compiled;
      },
    };
  }

  async function compileOperation({
    text,
    hash,
    document,
    definition,
    used,
    grow,
  }: OperationToExamine): Promise<CompiledOperation | Refused> {
    const operationName = definition.name?.value;
    const key = `${hash} ${operationName ?? ''}`;
    const before = unplannable.get(key);
    if (before) return before;
    const result = await compile(document, operationName, grow);
    if (result instanceof GraphQLError) {
      const refused = refuse([result]);
      if (!isPassing(refused)) unplannable.set(key, refused);
      return refused;
    }
    const use: Used = { text, operationName, uses: 0 };
    used.push(use);
    return countUses(result, use);
  }

  function entryOf(text: string): Entry {
    const entry = entries.get(text) ?? examineDocument(text);
    entries.set(text, entry);
    return entry;
  }

  return {
    read(text) {
      const known = entries.get(text);
      onRead(known !== undefined);
      return known ?? entryOf(text);
    },
    async prepare({ text, operationName }) {
      const operation = entryOf(text).operation(operationName);
      if (operation.kind === 'operation') await operation.compile();
    },
    popular(count) {
      const all = [...entries.values()].flatMap(({ used }) => used);
      return all.toSorted((a, b) => b.uses - a.uses).slice(0, count);
    },
  };
}

/** Whether the refusal tells of others' operations: the same one may be planned later. */
function isPassing({ errors }: Refused): boolean {
  return errors.some(({ extensions }) => extensions?.code === 'PLANNING_OVERLOADED');
}

function tokensIn({ loc }: DocumentNode): number {
  let count = 0;
  for (let token = loc?.startToken; token; token = token.next ?? undefined) count += 1;
  return count;
}

/** Counts a request when its variables are coerced, which every request begins with. */
function countUses(operation: CompiledOperation, use: Used): CompiledOperation {
  return {
    ...operation,
    coerce(given) {
      use.uses += 1;
      return operation.coerce(given);
    },
  };
}

/** Whether a document contains `__schema` or `__type` anywhere, also in fragments that are not spread. */
function mentionsSchema({ definitions }: DocumentNode): boolean {
  const inSet = (set: SelectionSetNode): boolean =>
    set.selections.some((selection) => {
      if (selection.kind === Kind.FRAGMENT_SPREAD) return false;
      if (selection.kind === Kind.FIELD && INTROSPECTION_FIELDS.has(selection.name.value)) return true;
      return selection.selectionSet !== undefined && inSet(selection.selectionSet);
    });
  return definitions.some((each) => 'selectionSet' in each && inSet(each.selectionSet));
}

function introspectionOff(): GraphQLError {
  return new GraphQLError('Introspection is disabled on this server.', {
    extensions: { code: 'GRAPHQL_VALIDATION_FAILED' },
  });
}

function notFound(name: string | undefined): Refused {
  return refuseWith(
    'OPERATION_RESOLUTION_FAILURE',
    name === undefined
      ? 'The document does not have exactly one operation: send "operationName" to select one.'
      : `The document has no operation named "${name}".`,
  );
}
