import { Worker } from 'node:worker_threads';
import { errorMessage } from '../../platform/errors.ts';
import type { PlanFailure, PlanRequest, PlanText, TextPlan } from './plan-text.ts';

/** What the worker says about the request that it has. */
export type WorkerMessage =
  /** The planner of the supergraph is there; the time of the request begins. */
  { readonly kind: 'planning' } | { readonly kind: 'done'; readonly plan: TextPlan };

export type PlanningLimits = {
  /** How long one operation may take, in milliseconds. */
  readonly timeMs: number;
  /** How many operations may wait. */
  readonly waiting: number;
};

type Waiting = {
  readonly request: PlanRequest;
  readonly limits: PlanningLimits;
  readonly settle: (plan: TextPlan) => void;
};

/** The memory of the worker's planners and of the plan that it makes, in megabytes. */
const MAX_HEAP_MB = 512;

const ENTRY = new URL('./planning-worker.ts', import.meta.url);

/**
 * Plans operations in another thread, one after the other, so that requests are served meanwhile. One that
 * takes too long or too much memory is given up: its thread is ended, and another one goes on with the next.
 *
 * The thread is shared by all routers of a process, because its planners are costly to make. It does not keep
 * the process alive.
 */
export function createWorkerPlanner(limits: PlanningLimits): PlanText {
  return (request) => {
    if (queue.length >= limits.waiting) return Promise.resolve(failed(overloaded()));
    const { promise, resolve: settle } = Promise.withResolvers<TextPlan>();
    queue.push({ request, limits, settle });
    planNext();
    return promise;
  };
}

const queue: Waiting[] = [];
let worker: Worker | undefined;
let isBusy = false;

function planNext(): void {
  if (isBusy) return;
  const next = queue.shift();
  if (!next) return;
  isBusy = true;
  void planInWorker(next).then((plan) => {
    isBusy = false;
    next.settle(plan);
    planNext();
  });
}

function planInWorker({ request, limits: { timeMs } }: Waiting): Promise<TextPlan> {
  const { promise, resolve } = Promise.withResolvers<TextPlan>();
  const current = worker ?? startWorker();
  let timer: NodeJS.Timeout | undefined;

  function settle(plan: TextPlan): void {
    clearTimeout(timer);
    current.off('message', onMessage).off('error', onError).off('exit', onExit);
    resolve(plan);
  }
  function giveUp(failure: PlanFailure): void {
    if (worker === current) worker = undefined;
    settle(failed(failure));
    void current.terminate();
  }
  function onMessage(message: WorkerMessage): void {
    if (message.kind === 'done') settle(message.plan);
    else timer = setTimeout(() => giveUp(tooComplex(timeMs)), timeMs);
  }
  function onError(error: Error): void {
    const isOutOfMemory = 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
    giveUp(isOutOfMemory ? tooComplex(timeMs) : broken(errorMessage(error)));
  }
  function onExit(code: number): void {
    giveUp(broken(`the planning thread ended with ${code}`));
  }

  current.on('message', onMessage).on('error', onError).on('exit', onExit);
  current.postMessage(request);
  return promise;
}

function startWorker(): Worker {
  const fresh = new Worker(ENTRY, { resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MB } });
  // It may end while nothing is planned; the next request then starts another one.
  fresh
    .on('error', () => undefined)
    .on('exit', () => {
      if (worker === fresh) worker = undefined;
    });
  fresh.unref();
  worker = fresh;
  return fresh;
}

function failed(error: PlanFailure): TextPlan {
  return { kind: 'failed', error };
}

function tooComplex(allowed: number): PlanFailure {
  return {
    message: `The operation takes more than ${allowed} ms to plan. Select less of it in one operation, or fewer types in fragments.`,
    extensions: { code: 'OPERATION_TOO_COMPLEX', limit: 'planning', allowed },
    cause: undefined,
  };
}

function overloaded(): PlanFailure {
  return {
    message: 'Too many new operations wait to be planned. Try again in a second.',
    extensions: { code: 'PLANNING_OVERLOADED', retryAfterSeconds: 1 },
    cause: undefined,
  };
}

function broken(cause: string): PlanFailure {
  return {
    message: 'This operation cannot be planned.',
    extensions: { code: 'QUERY_PLANNING_FAILED' },
    cause,
  };
}
