import { AsyncLocalStorage } from 'node:async_hooks';
import { GraphQLError, type GraphQLErrorExtensions } from 'graphql';
import { createSlots, type Slots } from '../resilience/slots.ts';

/** The bounds of what one operation may do. */
export type OperationLimits = {
  /** The most items of all lists of its answer, and the most rows and documents that it reads. */
  readonly objects: number;
};

/** A GraphQL operation while it is executed. */
export type Operation = {
  /** The error with which the whole operation is answered; undefined while it is within its bounds. */
  readonly refusal: () => GraphQLError | undefined;
  /** Makes it a mutation, whose reads wait for nobody and end with nobody. */
  beginMutation(): void;
  /** Ends it: nobody waits for the answer any more. */
  abandon(): void;
  /** Counts items before they are completed. False when the operation has ended, with them or before. */
  countItems(count: number): boolean;
  /**
   * Runs a read of the store: two at a time, within the process's slots for reads, and none once the
   * operation has ended.
   *
   * @param sizeOf the number of rows that were read
   */
  read<Result>(
    work: (signal?: AbortSignal) => Promise<Result>,
    sizeOf: (result: Result) => number,
  ): Promise<Result>;
};

type OperationOptions = {
  readonly limits: OperationLimits;
  /** The slots for the reads of all queries of this process; undefined for work of other services. */
  readonly reads: Slots | undefined;
};

/**
 * How many reads of one operation run at the same time. What the first ones read is counted before the next
 * ones begin.
 */
const READS_OF_ONE = 2;

export function createOperation({ limits, reads }: OperationOptions): Operation {
  const ending = new AbortController();
  const turns = createSlots({
    atOnce: READS_OF_ONE,
    // Bounded by the length of the document.
    waiting: Number.POSITIVE_INFINITY,
    maxWaitMs: LONGEST_OPERATION_MS,
    refusal: () => ABANDONED,
  });
  let isMutation = false;
  let refusal: GraphQLError | undefined;
  let items = 0;
  let rows = 0;

  const hasEnded = () => refusal !== undefined || (ending.signal.aborted && !isMutation);

  function check(): void {
    if (hasEnded()) throw refusal ?? ABANDONED;
  }

  /** Ends the operation when it has more than its objects. */
  function checkCount(count: number): void {
    if (count <= limits.objects || hasEnded()) return;
    refusal = tooComplex(limits.objects);
    ending.abort(refusal);
  }

  return {
    refusal: () => refusal,
    beginMutation() {
      isMutation = true;
    },
    // With a reason of its own, since the usual one has a stack, which takes as long as a small query.
    abandon: () => ending.abort(ABANDONED),
    countItems(count) {
      items += count;
      checkCount(items);
      return !hasEnded();
    },
    async read(work, sizeOf) {
      if (isMutation) return work();
      const begin = () => {
        check();
        return work(ending.signal);
      };
      const take = async () => {
        const result = await (reads ? reads.run(begin) : begin());
        rows += sizeOf(result);
        checkCount(rows);
        check();
        return result;
      };
      return turns.run(take).catch((error: unknown) => {
        // What ends the operation also breaks off its reads.
        check();
        throw error;
      });
    },
  };
}

/** Longer than anybody waits for an answer, in milliseconds. */
const LONGEST_OPERATION_MS = 60_000;

/** With a path, the error is taken as it is: thousands of fields may fail with it. */
function endOf(message: string, extensions: GraphQLErrorExtensions): GraphQLError {
  return new GraphQLError(message, { path: [], extensions });
}

function tooComplex(allowed: number): GraphQLError {
  return endOf(
    `The operation has more than ${allowed} objects in one service: ask for shorter lists, or for fewer of them.`,
    { code: 'OPERATION_TOO_COMPLEX', limit: 'objects', allowed },
  );
}

/** Nobody reads it. */
const ABANDONED = endOf('The caller has gone.', { code: 'OPERATION_ABANDONED' });

const current = new AsyncLocalStorage<Operation | undefined>();

/** Executes an operation: the reads of the stores belong to it. */
export function withinOperation<Result>(operation: Operation, execute: () => Result): Result {
  return current.run(operation, execute);
}

/** Does work that several operations share, and that ends with none of them. */
export function outsideOperations<Result>(work: () => Result): Result {
  return current.run(undefined, work);
}

/** Runs a read of a store for the operation that is being executed, or at once when there is none. */
export function readForOperation<Result>(
  work: (signal?: AbortSignal) => Promise<Result>,
  sizeOf: (result: Result) => number,
): Promise<Result> {
  const operation = current.getStore();
  return operation ? operation.read(work, sizeOf) : work();
}
