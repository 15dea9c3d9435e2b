import {
  type DocumentNode,
  GraphQLError,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
  type SelectionSetNode,
} from 'graphql';
import { LRUCache } from 'lru-cache';
import { isIntrospection } from '../auth/access.ts';
import { createRequirementsReader, type Requirement } from '../auth/requirements.ts';
import type { CompiledOperation } from '../execution/operation.ts';
import { withoutSuggestions } from '../graphql/errors.ts';
import { createCostReader } from '../limits/cost.ts';
import { type DocumentLimits, limitErrors, tooDeep, tooManyTokens } from '../limits/document-limits.ts';
import { hasMoreTokens, measure } from '../limits/measure.ts';
import { isTextTooDeep, MOST_LEVELS } from '../limits/nesting.ts';
import type { Term } from '../limits/terms.ts';
import type { Graph } from './graph.ts';
import { sha256 } from './persisted.ts';
import { type Refused, refuse, refuseWith } from './refusal.ts';

export type DocumentSettings = {
  /** How many documents are remembered for each graph. */
  readonly remembered: number;
  readonly limits: DocumentLimits;
  /** The size of lists that say nothing of it. */
  readonly listSize: number;
  /** Whether clients may ask for the schema. */
  readonly introspection: boolean;
};

/** A document's text with all that is known of it once and for all. */
export type KnownDocument = {
  readonly graph: Graph;
  /** SHA-256 of the text. */
  readonly hash: string;
  /** The operation with this name, or the only one; why there is none that may run. */
  readonly operation: (name: string | undefined) => KnownOperation | Refused;
};

export type KnownOperation = {
  readonly kind: 'operation';
  readonly document: DocumentNode;
  readonly definition: OperationDefinitionNode;
  readonly isIntrospection: boolean;
  /** What it asks of its caller. */
  readonly requirements: readonly Requirement[];
  readonly cost: Term;
  /** Planned and compiled when first asked for. */
  readonly compile: () => CompiledOperation | Refused;
};

/** What is known of a text; found out when it is new. */
export type Documents = (text: string) => KnownDocument;

/** Bytes of all remembered texts together. */
const REMEMBERED_BYTES = 32 * 1_048_576;

/** Remembers the documents of one graph, good and bad. Records whether a text was known. */
export function createDocuments(
  graph: Graph,
  settings: DocumentSettings,
  record: (isKnown: boolean) => void,
): Documents {
  const readRequirements = createRequirementsReader(graph.supergraphSchema);
  const readCost = createCostReader(graph.supergraphSchema, settings);
  const known = new LRUCache<string, KnownDocument>({
    max: settings.remembered,
    maxSize: REMEMBERED_BYTES,
    sizeCalculation: (_, text) => text.length + 1,
  });

  function learn(text: string): KnownDocument {
    const hash = sha256(text);
    const never = (errors: readonly GraphQLError[]): KnownDocument => {
      const refused = refuse(errors);
      return { graph, hash, operation: () => refused };
    };
    if (hasMoreTokens(text, settings.limits.tokens)) return never([tooManyTokens(settings.limits.tokens)]);
    if (isTextTooDeep(text)) return never([tooDeep(MOST_LEVELS)]);
    const { document, errors } = graph.read(text);
    if (errors) return never(settings.introspection ? errors : errors.map(withoutSuggestions));
    const operations = new Map<string, KnownOperation | Refused>();
    const definitions = document.definitions.filter((each) => each.kind === Kind.OPERATION_DEFINITION);
    return {
      graph,
      hash,
      operation(name) {
        const before = operations.get(name ?? '');
        if (before) return before;
        const definition =
          name === undefined
            ? definitions.length === 1 && definitions[0]
            : definitions.find((each) => each.name?.value === name);
        if (!definition) return notFound(name);
        const fresh = examine(document, definition);
        operations.set(name ?? '', fresh);
        return fresh;
      },
    };
  }

  /** The checks that need neither caller nor variables. */
  function examine(document: DocumentNode, definition: OperationDefinitionNode): KnownOperation | Refused {
    if (!graph.apiSchema.getRootType(definition.operation)) {
      return refuseWith('GRAPHQL_VALIDATION_FAILED', `The schema has no ${definition.operation} type.`);
    }
    const tooLarge = limitErrors(measure(document, definition), settings.limits);
    if (tooLarge.length > 0) return refuse(tooLarge);
    const asksForSchema = definition.operation === OperationTypeNode.QUERY && mentionsSchema(document);
    if (!settings.introspection && asksForSchema) return refuse([introspectionOff()]);
    const { cost, errors } = readCost(document, definition);
    if (errors.length > 0) return refuse(errors);
    let compiled: CompiledOperation | Refused | undefined;
    return {
      kind: 'operation',
      document,
      definition,
      isIntrospection: isIntrospection(document, definition),
      requirements: readRequirements(document, definition),
      cost,
      compile() {
        if (compiled) return compiled;
        const result = graph.compile(document, definition.name?.value);
        compiled = result instanceof GraphQLError ? refuse([result]) : result;
        return compiled;
      },
    };
  }

  return (text) => {
    const before = known.get(text);
    record(before !== undefined);
    if (before) return before;
    const fresh = learn(text);
    known.set(text, fresh);
    return fresh;
  };
}

/** Whether a document has `__schema` or `__type` anywhere, used or not. */
function mentionsSchema({ definitions }: DocumentNode): boolean {
  const inSet = (set: SelectionSetNode): boolean =>
    set.selections.some((selection) => {
      if (selection.kind === Kind.FRAGMENT_SPREAD) return false;
      if (selection.kind === Kind.FIELD && /^__(schema|type)$/.test(selection.name.value)) return true;
      return selection.selectionSet !== undefined && inSet(selection.selectionSet);
    });
  return definitions.some((each) => 'selectionSet' in each && inSet(each.selectionSet));
}

function introspectionOff(): GraphQLError {
  return new GraphQLError('The schema cannot be asked for here: introspection is off.', {
    extensions: { code: 'GRAPHQL_VALIDATION_FAILED' },
  });
}

function notFound(name: string | undefined): Refused {
  return refuseWith(
    'OPERATION_RESOLUTION_FAILURE',
    name === undefined
      ? 'The document has several operations, or none: "operationName" must say which one to run.'
      : `The document has no operation named "${name}".`,
  );
}
