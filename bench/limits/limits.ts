import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { buildASTSchema, parse } from 'graphql';
import { openIssuer } from '../../embedded/issuer.ts';
import { startInstance, type TestInstance } from '../../embedded/testing.ts';
import { HOUR_MS } from '../../platform/config/duration.ts';
import { isRecord } from '../../platform/type-guards.ts';
import { readConfig } from '../../router/config/config.ts';
import { readApiSchema } from '../../router/testing/api-schema.ts';
import { defineBench } from '../bench.ts';
import { cpuTime, cpuTimes, cpuTimesSince } from '../instance-cpu.ts';
import { percent, printHeading, printTable } from '../report.ts';
import { type DearOperation, dearOperations } from './dear-operations.ts';
import { type Stock, stockInstance } from './stock.ts';

const SUPERGRAPH = join(import.meta.dirname, '../../schema/supergraph.graphql');
const SUBJECT = 'load';
const TOKEN_LIFETIME_S = 3_600;
/** Runs of each operation that are not counted, and those that are. */
const WARM_UPS = 2;
const RUNS = 4;
/** How long the idle instance is watched: what it uses anyhow is subtracted. */
const IDLE_MS = 5_000;
const SHOWN = 15;
const LONGEST_QUERY = 300;
/** The goal for the dearest operation. */
const GOAL = { cpuMs: 250, bytes: 2_097_152 } as const;

type Settings = { readonly seed: number; readonly draws: number; readonly measured: number };

/**
 * Searches for the dearest operations that the default limits allow, and prints their estimates beside what
 * they take. Half of the measured ones have the highest estimates, the others are drawn from all.
 */
async function measureLimits({ seed, draws, measured }: Settings, signal: AbortSignal): Promise<void> {
  printHeading(`The dearest of ${draws} operations that the default limits allow, seed ${seed}`);
  await using instance = await startInstance({ env: { NODE_ENV: 'production' } });
  const stock = await stockInstance(instance, SUBJECT);
  const found = await search({ seed, draws }, stock);
  const idle = await idleShare(instance);
  const issuer = await openIssuer(instance.dataDir);
  const token = await issuer.mint({ subject: SUBJECT, role: 'admin', expiresIn: TOKEN_LIFETIME_S });
  const rows: Measured[] = [];
  for (const operation of chosen(found, measured)) {
    signal.throwIfAborted();
    rows.push(await measure(instance, token, idle, operation));
  }
  report(rows, found.length);
}

export const limits = defineBench(
  {
    name: 'limits',
    about: 'The dearest operations that the limits allow: the estimate beside the truth.',
    options: {
      seed: { type: 'number', from: 0, to: 1_000_000, default: 1, about: 'the seed of the operations' },
      draws: {
        type: 'number',
        from: 10,
        to: 100_000,
        default: 1_000,
        about: 'how many operations are drawn',
      },
      measured: { type: 'number', from: 2, to: 1_000, default: 60, about: 'how many of them are measured' },
    },
    example: 'limits --seed 7',
  },
  measureLimits,
);

async function search(
  { seed, draws }: Pick<Settings, 'seed' | 'draws'>,
  { roomId, bookingId }: Stock,
): Promise<readonly DearOperation[]> {
  const { documents, costLimit } = readConfig({ supergraph: SUPERGRAPH }, {}).operations;
  const [from, to] = [0, 30].map((days) => new Date(Date.now() + days * 24 * HOUR_MS).toISOString());
  return dearOperations({
    apiSchema: await readApiSchema(),
    supergraphSchema: buildASTSchema(parse(await readFile(SUPERGRAPH, 'utf8')), { assumeValidSDL: true }),
    limits: documents.limits,
    listSize: documents.listSize,
    costLimit,
    literals: {
      'DateTime from': JSON.stringify(from),
      'DateTime to': JSON.stringify(to),
      SlotInput: `{ start: ${JSON.stringify(new Date(Date.now() + 20 * 24 * HOUR_MS).toISOString())}, end: ${JSON.stringify(new Date(Date.now() + 21 * 24 * HOUR_MS).toISOString())} }`,
    },
    ids: { room: JSON.stringify(roomId), quote: JSON.stringify(roomId), booking: JSON.stringify(bookingId) },
    seed,
    draws,
  });
}

/** The first of them, and others in equal distances. */
function chosen(found: readonly DearOperation[], count: number): readonly DearOperation[] {
  const first = Math.ceil(count / 2);
  const rest = found.slice(first);
  const step = Math.max(1, rest.length / (count - first));
  const others = Array.from({ length: count - first }, (_, at) => rest[Math.floor(at * step)]);
  return [...found.slice(0, first), ...others.filter((each) => each !== undefined)];
}

/** The CPU time that the idle instance uses, as a share of one processor. */
async function idleShare(instance: TestInstance): Promise<number> {
  const before = cpuTime(instance);
  await delay(IDLE_MS);
  return (cpuTime(instance) - before) / IDLE_MS;
}

type Measured = DearOperation & {
  readonly cpuMs: number;
  /** The process that has used most of it. */
  readonly most: string;
  readonly bytes: number;
  readonly objects: number;
  readonly answer: string;
};

async function measure(
  instance: TestInstance,
  token: string,
  idle: number,
  operation: DearOperation,
): Promise<Measured> {
  const ask = () => post(instance.url, token, operation.query);
  for (let run = 0; run < WARM_UPS; run += 1) await ask();
  const [before, begun] = [cpuTimes(instance), performance.now()];
  let text = '';
  for (let run = 0; run < RUNS; run += 1) text = await ask();
  const spent = cpuTimesSince(instance, before);
  const all = spent.reduce((sum, { ms }) => sum + ms, 0);
  const [most] = spent.toSorted((a, b) => b.ms - a.ms);
  const answer: unknown = JSON.parse(text);
  return {
    ...operation,
    cpuMs: Math.max(0, all - idle * (performance.now() - begun)) / RUNS,
    most: most ? `${most.name} ${percent(most.ms, all, 0)}` : '',
    bytes: Buffer.byteLength(text),
    objects: isRecord(answer) ? objectsIn(answer.data) : 0,
    answer: describe(answer),
  };
}

async function post(url: string, token: string, query: string): Promise<string> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query }),
  });
  return response.text();
}

function objectsIn(value: unknown): number {
  if (Array.isArray(value)) return value.reduce<number>((sum, each) => sum + objectsIn(each), 0);
  if (!isRecord(value)) return 0;
  return Object.values(value).reduce<number>((sum, each) => sum + objectsIn(each), 1);
}

/** The first error of an answer, by its code and limit. */
function describe(answer: unknown): string {
  const [error]: readonly unknown[] = isRecord(answer) && Array.isArray(answer.errors) ? answer.errors : [];
  if (!isRecord(error)) return 'data';
  const { code, limit }: Readonly<Record<string, unknown>> = isRecord(error.extensions)
    ? error.extensions
    : {};
  return limit === undefined ? String(code) : `${String(code)} (${String(limit)})`;
}

function report(rows: readonly Measured[], found: number): void {
  const dearest = rows.toSorted((a, b) => b.cpuMs - a.cpuMs);
  const shown = dearest.slice(0, SHOWN);
  printTable(
    ['', 'estimate', 'CPU ms', 'µs per unit', 'most in', 'answer KB', 'objects', 'answer'],
    shown.map(({ cost, cpuMs, most, bytes, objects, answer }, at) => [
      at + 1,
      cost,
      cpuMs.toFixed(0),
      ((1_000 * cpuMs) / Math.max(1, cost)).toFixed(1),
      most,
      (bytes / 1_000).toFixed(0),
      objects,
      answer,
    ]),
  );
  const within = rows.filter(({ cpuMs, bytes }) => cpuMs <= GOAL.cpuMs && bytes <= GOAL.bytes).length;
  console.log(
    `\n${within} of ${rows.length} measured operations (${found} found) take at most ${GOAL.cpuMs} ms and ${GOAL.bytes} bytes.\n`,
  );
  for (const [at, { query }] of shown.slice(0, 5).entries()) {
    console.log(`${at + 1}. ${query.length > LONGEST_QUERY ? `${query.slice(0, LONGEST_QUERY)} …` : query}`);
  }
}
