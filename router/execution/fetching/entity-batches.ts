import { ResponseTooLarge } from '../../../platform/http/instances.ts';
import type { OperationContext } from '../../context.ts';
import type { Send, SubgraphError, SubgraphResponse } from '../../subgraphs/client.ts';

/** Asks one subgraph for entities. */
export type EntityRequest = {
  readonly subgraph: string;
  /** The representations as JSON, separated by commas. */
  readonly representations: string;
  /** The number of representations. */
  readonly count: number;
  /** Writes the body of a request for these representations. */
  readonly writeBody: (representations: string) => string;
  readonly context: OperationContext;
};

/** Sends the entity fetches of several executions together. */
export type EntityBatches = {
  /** The response as if the request had been sent alone. */
  send(send: Send, request: EntityRequest): Promise<SubgraphResponse>;
};

/** Entities in one request, unless a single execution needs more. */
const MAX_ENTITIES = 100;
/** Requests of one fetch at a time. What comes meanwhile goes with the next. */
const MAX_RUNNING = 4;

type Waiting = EntityRequest & { readonly resolve: (response: SubgraphResponse) => void };

/** The requests of one fetch: they differ only in their representations. */
type Queue = { waiting: Waiting[]; running: number; isScheduled: boolean };

/**
 * Batches of entities for executions with the same access, such as those of the events of a snapshot: what
 * they ask for in the same turn of the event loop is asked in one request.
 *
 * A batch that the subgraph refuses as a whole, because it is too large, is sent again one by one.
 */
export function createEntityBatches(): EntityBatches {
  const queues = new Map<string, Queue>();

  function schedule(key: string, queue: Queue, send: Send): void {
    if (queue.isScheduled) return;
    queue.isScheduled = true;
    setImmediate(() => {
      queue.isScheduled = false;
      run(key, queue, send);
    });
  }

  function run(key: string, queue: Queue, send: Send): void {
    while (queue.running < MAX_RUNNING && queue.waiting.length > 0) {
      queue.running += 1;
      void sendBatch(send, takeBatch(queue.waiting)).finally(() => {
        queue.running -= 1;
        if (queue.waiting.length > 0) schedule(key, queue, send);
        else if (queue.running === 0 && queues.get(key) === queue) queues.delete(key);
      });
    }
  }

  return {
    send(send, request) {
      const key = `${request.subgraph} ${request.writeBody('')}`;
      const queue = queues.get(key) ?? { waiting: [], running: 0, isScheduled: false };
      queues.set(key, queue);
      return new Promise((resolve) => {
        queue.waiting.push({ ...request, resolve });
        schedule(key, queue, send);
      });
    },
  };
}

/** Removes the first requests that fit in a batch, at least one. */
function takeBatch(waiting: Waiting[]): readonly Waiting[] {
  let entities = 0;
  const end = waiting.findIndex(({ count }, index) => {
    entities += count;
    return index > 0 && entities > MAX_ENTITIES;
  });
  return waiting.splice(0, end < 0 ? waiting.length : end);
}

/** Never rejects: `send` does not. */
async function sendBatch(send: Send, batch: readonly Waiting[]): Promise<void> {
  const response = await sendAll(send, batch);
  if (batch.length > 1 && isRefused(response)) {
    for (const each of batch) each.resolve(await sendAll(send, [each]));
    return;
  }
  let first = 0;
  for (const { count, resolve } of batch) {
    resolve(batch.length > 1 ? partOf(response, first, count) : response);
    first += count;
  }
}

async function sendAll(send: Send, batch: readonly Waiting[]): Promise<SubgraphResponse> {
  const [first] = batch;
  if (!first) throw new Error('A batch has at least one request');
  const { subgraph, writeBody, context } = first;
  const body = writeBody(batch.map(({ representations }) => representations).join(','));
  return send(subgraph, { body, isMutation: false }, context);
}

/** Whether the subgraph gave no entities, which a smaller request might get. */
function isRefused(response: SubgraphResponse): boolean {
  return response.kind === 'unavailable'
    ? response.cause instanceof ResponseTooLarge
    : !Array.isArray(response.data?._entities);
}

/** The part of a response for these entities, with the errors that concern them. */
function partOf(response: SubgraphResponse, first: number, count: number): SubgraphResponse {
  if (response.kind === 'unavailable') return response;
  const entities = response.data?._entities;
  return {
    ...response,
    data: { _entities: Array.isArray(entities) ? entities.slice(first, first + count) : [] },
    errors: response.errors.flatMap((error) => errorIn(error, first, count)),
  };
}

/** The error with its path in the part; none when it concerns entities of another part. */
function errorIn(error: SubgraphError, first: number, count: number): readonly SubgraphError[] {
  const [root, index, ...rest] = error.path ?? [];
  if (root !== '_entities' || typeof index !== 'number') return [error];
  if (index < first || index >= first + count) return [];
  return [{ ...error, path: [root, index - first, ...rest] }];
}
