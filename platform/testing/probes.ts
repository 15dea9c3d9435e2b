import { WebSocket } from 'ws';
import { z } from 'zod';
import { eventually } from './eventually.ts';

/** What a probe sees: the status and the body; `no answer` when there is none in time. */
export type Seen = { readonly status: number; readonly body: unknown } | 'no answer';

/** As long as a probe of Kubernetes waits by default. */
const PROBE_TIMEOUT_MS = 1_000;

/** Asks one of the three paths of a process's health, as a probe of Kubernetes does. */
export async function probe(url: string, name: 'started' | 'live' | 'ready'): Promise<Seen> {
  const signal = AbortSignal.timeout(PROBE_TIMEOUT_MS);
  try {
    const response = await fetch(`${url}/health/${name}`, { signal, headers: { connection: 'close' } });
    return { status: response.status, body: await response.json() };
  } catch {
    return 'no answer';
  }
}

const targets = z.array(z.object({ webSocketDebuggerUrl: z.string() }));

/**
 * Blocks the event loop of a process for good, through the debugger that SIGUSR1 opens. Resolves when it no
 * longer answers.
 *
 * @param debuggerPort the port that the process has in `--inspect-port`
 */
export async function blockEventLoop(pid: number, debuggerPort: number): Promise<void> {
  process.kill(pid, 'SIGUSR1');
  const [target] = await eventually(async () =>
    targets.parse(await (await fetch(`http://127.0.0.1:${debuggerPort}/json/list`)).json()),
  );
  const socket = new WebSocket(target?.webSocketDebuggerUrl ?? '');
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
  socket.send(JSON.stringify({ id: 1, method: 'Runtime.evaluate', params: { expression: 'for (;;);' } }));
  await new Promise<void>((resolve) => socket.once('close', resolve).close());
}
