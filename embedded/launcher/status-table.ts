import { z } from 'zod';
import { columns } from '../../platform/columns.ts';
import type { Supervised } from '../process/supervisor.ts';
import type { ServerName } from '../server.ts';
import type { ConfiguredServer } from './configured-servers.ts';
import { URL_VARIABLES } from './services.ts';

/** What `npm run status` shows about one process, or about a server that runs elsewhere. */
export const statusRow = z.object({
  name: z.string(),
  state: z.string(),
  address: z.string(),
  origin: z.string(),
  pid: z.number().optional(),
  restarts: z.number(),
  /** The address of its metrics, where they have a port of their own. */
  metrics: z.string().optional(),
  /** Why it is not ready, where it can tell. */
  complaint: z.string().optional(),
  log: z.string().optional(),
});

export type StatusRow = z.infer<typeof statusRow>;

/** The row of a process of the instance; `process` is undefined if it was never started. */
export async function processRow(name: string, process: Supervised | undefined): Promise<StatusRow> {
  if (process === undefined) return { name, state: 'down', address: '', origin: '', restarts: 0 };
  const isUnready = process.state() === 'ready' && !(await process.unit.isReady());
  const { address, origin } = process.unit;
  const complaint = isUnready ? await process.unit.complaint?.() : undefined;
  return {
    name,
    state: isUnready ? 'not ready' : process.state(),
    address,
    origin,
    pid: process.pid(),
    restarts: process.restarts(),
    ...(process.unit.metrics === undefined ? {} : { metrics: process.unit.metrics }),
    ...(complaint === undefined ? {} : { complaint }),
    log: process.logFile,
  };
}

/** The row of a server that is configured by URL. */
export function configuredRow(name: ServerName, { hosts }: ConfiguredServer): StatusRow {
  return { name, state: 'elsewhere', address: hosts, origin: URL_VARIABLES[name], restarts: 0 };
}

/** What `npm run status` shows about the disk of the data folder. */
export const diskState = z.object({ freeBytes: z.number().optional(), isLow: z.boolean() });

export type DiskState = z.infer<typeof diskState>;

/** Tells that changes are refused, and why; undefined while they are not. */
export function renderDisk({ freeBytes = 0, isLow }: DiskState, dataDir: string): string | undefined {
  if (!isLow) return undefined;
  const free = Math.floor(freeBytes / MEGABYTE);
  return `The disk of ${dataDir} has ${free} MB left: changes are refused until there is more (DISK_LOW_WATER_MB).`;
}

const MEGABYTE = 2 ** 20;

/** Renders the rows as a table in aligned columns. */
export function renderTable(rows: readonly StatusRow[]): string {
  const cells = rows.map(({ name, state, address, pid, origin, restarts, complaint }) => {
    const again = restarts === 0 ? '' : ` (restarted ${restarts}×)`;
    const why = complaint === undefined ? '' : ` (${complaint})`;
    return [name, `${state}${why}${again}`, address, pid === undefined ? '' : `pid ${pid}`, origin];
  });
  return columns(cells)
    .map((line) => `  ${line}`)
    .join('\n');
}
