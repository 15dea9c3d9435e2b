/** The thread that plans operations (`worker-planner.ts`). It answers one request at a time. */
import { parentPort } from 'node:worker_threads';
import { createTextPlanner, type PlanRequest } from './plan-text.ts';
import type { WorkerMessage } from './worker-planner.ts';

const planText = createTextPlanner();
const answer = (message: WorkerMessage) => parentPort?.postMessage(message);

parentPort?.on('message', (request: PlanRequest) => {
  const plan = planText(request, () => answer({ kind: 'planning' }));
  answer({ kind: 'done', plan });
});
