import type { z } from 'zod';
import { runningInstance } from '../process/group.ts';
import type { InstanceRecord } from '../process/record.ts';
import { refusalSchema, startedSchema, statusSchema } from './control.ts';

/** Controls the launcher of a running instance from another process. */
export type LauncherClient = {
  readonly record: InstanceRecord;
  /** Whether the first start is over. Unlike `status`, it asks no process whether it is ready. */
  hasStarted(): Promise<boolean>;
  status(): Promise<z.infer<typeof statusSchema>>;
  /** Resolves when the command is done: to undefined, or to the reason why it failed. */
  order(command: 'start' | 'stop' | 'restart', names: readonly string[]): Promise<Refusal | undefined>;
  shutDown(): Promise<Refusal | undefined>;
};

export type Refusal = z.infer<typeof refusalSchema>;

/** What a command of a running instance says where none runs. */
export function nothingRuns(dataDir: string): string {
  return `Nothing runs on ${dataDir}: \`npm start\` starts everything.`;
}

/** Finds the instance that runs on this data folder, or undefined if there is none. */
export function findLauncher(dataDir: string): LauncherClient | undefined {
  const record = runningInstance(dataDir);
  if (record === undefined) return undefined;

  const call = async (
    method: 'GET' | 'POST',
    path: string,
    body?: unknown,
  ): Promise<Response | undefined> => {
    if (record.control === undefined) return undefined;
    try {
      return await fetch(`${record.control.url}${path}`, {
        method,
        headers: { authorization: `Bearer ${record.control.secret}` },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
    } catch (error) {
      if (error instanceof TypeError) return undefined; // the launcher no longer listens: it is about to exit
      throw error;
    }
  };
  const command = async (path: string, body?: unknown): Promise<Refusal | undefined> => {
    const response = await call('POST', path, body);
    if (response === undefined)
      return { message: 'The instance is just starting or stopping: try again.', usage: false };
    return response.ok ? undefined : refusalSchema.parse(await response.json());
  };

  return {
    record,
    async hasStarted() {
      const response = await call('GET', '/started');
      return response?.ok === true && startedSchema.parse(await response.json()).started;
    },
    async status() {
      const response = await call('GET', '/status');
      if (response === undefined || !response.ok) return { started: false, rows: [], disk: { isLow: false } };
      return statusSchema.parse(await response.json());
    },
    order: (name, names) => command(`/${name}`, { names }),
    shutDown: () => command('/shutdown'),
  };
}

/** Sends a command and prints its outcome. Returns the exit status: 0 done, 1 failed, 2 wrong usage. */
export async function orderAndReport(
  launcher: LauncherClient,
  command: 'start' | 'stop' | 'restart',
  names: readonly string[],
  done: string,
): Promise<number> {
  const refusal = await launcher.order(command, names);
  if (refusal === undefined) {
    console.log(done);
    return 0;
  }
  console.error(refusal.message);
  return refusal.usage ? 2 : 1;
}
