import { runningInstance } from '../process/group.ts';
import type { InstanceRecord } from '../process/record.ts';
import { refusalSchema, statusSchema } from './control.ts';
import type { Row } from './launcher.ts';

/** The launcher of a running instance, from outside. */
export type LauncherClient = {
  readonly record: InstanceRecord;
  status(): Promise<{ readonly started: boolean; readonly rows: readonly Row[] }>;
  /** Gives undefined when done, else why not. */
  order(command: 'start' | 'stop' | 'restart', names: readonly string[]): Promise<Refusal | undefined>;
  shutDown(): Promise<Refusal | undefined>;
};

export type Refusal = {
  readonly message: string;
  /** The command was wrong, rather than that it could not be done. */
  readonly usage: boolean;
};

/** Finds the instance that runs on this data folder; undefined when none does. */
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
      if (error instanceof TypeError) return undefined; // nobody listens: it is about to end
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
    async status() {
      const response = await call('GET', '/status');
      if (response === undefined || !response.ok) return { started: false, rows: [] };
      const { started, rows } = statusSchema.parse(await response.json());
      return { started, rows: rows.map((row) => ({ ...row, pid: row.pid, log: row.log })) };
    },
    order: (name, names) => command(`/${name}`, { names }),
    shutDown: () => command('/shutdown'),
  };
}
