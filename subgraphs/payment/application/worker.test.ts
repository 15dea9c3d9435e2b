import { expect, test } from 'vitest';
import { createLogger } from '../../../platform/telemetry/logger.ts';
import { eventually } from '../../../platform/testing/index.ts';
import { startWorker } from './worker.ts';

const log = createLogger('test', 'silent');
const NEVER_MS = 3_600_000;

/** A worker on a queue of numbers. A task ends when its gate opens. */
function start({ queue, concurrency = 2 }: { queue: number[]; concurrency?: number }) {
  const begun: number[] = [];
  const gates = new Map<number, PromiseWithResolvers<void>>();
  const worker = startWorker<number>({
    claim: async (limit) => queue.splice(0, limit),
    async work(task) {
      const gate = Promise.withResolvers<void>();
      gates.set(task, gate);
      begun.push(task);
      await gate.promise;
    },
    concurrency,
    sweepMs: NEVER_MS,
    log,
  });
  return { worker, begun, gates };
}

test('a worker runs as many tasks as it has slots, and claims the next when one ends', async () => {
  const { worker, begun, gates } = start({ queue: [1, 2, 3, 4] });
  await eventually(() => expect(begun).toEqual([1, 2]));
  gates.get(2)?.resolve();
  await eventually(() => expect(begun).toEqual([1, 2, 3]));
  gates.get(1)?.reject(new Error('a task that fails'));
  await eventually(() => expect(begun).toEqual([1, 2, 3, 4]));
  for (const gate of gates.values()) gate.resolve();
  await worker.close();
});

test('a woken worker claims tasks at once', async () => {
  const queue: number[] = [];
  const { worker, begun, gates } = start({ queue });
  queue.push(7);
  worker.wake();
  await eventually(() => expect(begun).toEqual([7]));
  gates.get(7)?.resolve();
  await worker.close();
});

test('closing waits for the running tasks and claims no others', async () => {
  const { worker, begun, gates } = start({ queue: [1, 2, 3], concurrency: 1 });
  await eventually(() => expect(begun).toEqual([1]));
  let isClosed = false;
  const closed = worker.close().then(() => {
    isClosed = true;
  });
  expect(isClosed).toBe(false);
  gates.get(1)?.resolve();
  await closed;
  expect(begun).toEqual([1]);
});

test('a worker continues after a failed claim', async () => {
  let failures = 1;
  const begun: string[] = [];
  const worker = startWorker({
    async claim() {
      if (failures-- > 0) throw new Error('the database is away');
      return begun.length === 0 ? ['task'] : [];
    },
    work: async (task) => void begun.push(task),
    concurrency: 1,
    sweepMs: 5,
    log,
  });
  await eventually(() => expect(begun).toEqual(['task']));
  await worker.close();
});

test('a reserved slot is not used for claimed tasks', async () => {
  const queue: number[] = [];
  const { worker, begun, gates } = start({ queue, concurrency: 2 });
  const slot = worker.reserve();
  const other = worker.reserve();
  expect(worker.reserve()).toBeUndefined();
  other?.release();
  queue.push(1, 2);
  worker.wake();
  await eventually(() => expect(begun).toEqual([1]));
  slot?.start(9);
  slot?.release();
  expect(begun).toEqual([1, 9]);
  expect(worker.reserve()).toBeUndefined();
  gates.get(9)?.resolve();
  await eventually(() => expect(begun).toEqual([1, 9, 2]));
  for (const gate of gates.values()) gate.resolve();
  await worker.close();
  expect(worker.reserve()).toBeUndefined();
});

test('closing waits for tasks that are started in reserved slots during it', async () => {
  const { worker, gates } = start({ queue: [], concurrency: 2 });
  const [first, second] = [worker.reserve(), worker.reserve()];
  first?.start(1);
  let isClosed = false;
  const closed = worker.close().then(() => {
    isClosed = true;
  });
  second?.start(2);
  gates.get(1)?.resolve();
  await new Promise(setImmediate);
  expect(isClosed).toBe(false);
  gates.get(2)?.resolve();
  await closed;
});
