import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { CannotStart } from '../../embedded/cannot-start.ts';
import { openIssuer } from '../../embedded/issuer.ts';
import { HOUR_MS } from '../../platform/config/duration.ts';
import { mountSmallDisk, type SmallDisk } from '../../platform/testing/small-disk.ts';
import { audit } from '../../tools/audit/audit.ts';
import type { Finding } from '../../tools/audit/findings.ts';
import { type Api, createApi, type Mutation } from './api.ts';
import { createClients, newCourse, newRoom } from './clients.ts';
import { heal, SETTLE_LIMIT_MS, settle } from './heal.ts';
import { createRecorder, type Outcome, type Recorder } from './history.ts';
import { type Instance, type MortalInstance, startMortalInstance } from './mortal-instance.ts';
import { type Counts, createNemesis, type Round } from './nemesis.ts';
import type { Plan } from './plan.ts';
import { SMALL_DISK_MB } from './plan-faults.ts';
import { createProgress } from './progress.ts';
import { createProviderControl, type ProviderControl } from './provider-control.ts';
import { readSeen, type Seen } from './seen.ts';
import { readSystemState, type SystemState } from './system-state.ts';
import type { Violation } from './violation.ts';

export type RunOptions = {
  readonly plan: Plan;
  /** The file for the history. */
  readonly history?: string | undefined;
  /** A data folder to keep; without it a temporary one. */
  readonly dataDir?: string | undefined;
  readonly say: (line: string) => void;
  /** Ends the run early; everything is stopped nevertheless. */
  readonly signal: AbortSignal;
};

export type Result = {
  readonly outcomes: readonly Outcome[];
  readonly violations: readonly Violation[];
  readonly counts: Counts;
  readonly state: SystemState;
  readonly chaosMs: number;
  /** From the healing until there was no violation. */
  readonly settledMs: number;
};

const ASK_AGAIN_MS = 20_000;
/** Long enough that nothing that is wrong is too young for the auditor. */
const AUDIT_WAIT_MS = SETTLE_LIMIT_MS + 10_000;
/** Short, so that bookings whose clients do not act have ended when everything has to be settled. */
const ACTION_LIMIT = '10s';
/** More declined cards than the few customers have, who stand for many. */
const MAX_DECLINES = '1000000';
/** Soon, so that refunds by hand whose webhooks were lost are seen when everything is settled. */
const RECONCILE_AFTER = '20s';
const RECONCILE_BATCH = '100';
const PROGRESS_EVERY_MS = 10_000;
const TOKEN_S = 7_200;
/** The roles with which the subjects of the other clients begin. */
const ROLES = ['host', 'admin'] as const;
/** How far an operation may run ahead of the faults and of other clients' operations. */
const LEAD = 40;
/** Every tenth answered booking is repeated at the end. */
const ASK_TWICE = 10;

/**
 * Runs a plan against an instance of its own, heals it, and compares what exists with the answers to clients.
 */
export async function runChaos(options: RunOptions): Promise<Result> {
  const { plan, dataDir, say, signal } = options;
  await using disk = plan.faults.some(({ type }) => type === 'disk-full') ? await mount() : undefined;
  const folder = disk ? join(disk.folder, 'data') : dataDir;
  await using instance = await startMortalInstance({
    dataDir: folder,
    env: { PSP_SEED: String(plan.seed), ACTION_LIMIT, RECONCILE_AFTER, RECONCILE_BATCH, MAX_DECLINES },
  });
  say(`An instance runs in ${instance.dataDir}.`);
  await using actors = await createActors(instance, disk, options);
  // The signal may have come while the instance was starting, before anybody listened.
  signal.throwIfAborted();
  const chaosMs = await act(actors);
  await heal(instance, actors.provider.reset, signal);
  say(`Healed after ${Math.round(chaosMs / 1_000)} s. Waiting until everything has settled.`);
  actors.recorder.note({ phase: 'fault', what: 'healed' });
  const compared = await compare(instance, actors, signal);
  const counts = actors.nemesis.counts();
  return { ...compared, violations: [...compared.violations, ...notStarted(counts)], counts, chaosMs };
}

/** The clients, the nemesis that breaks what they use, and what both need. */
type Actors = AsyncDisposable & {
  readonly clients: ReturnType<typeof createClients>;
  readonly nemesis: ReturnType<typeof createNemesis>;
  readonly progress: ReturnType<typeof createProgress>;
  readonly provider: ProviderControl;
  readonly recorder: Recorder;
  /** Reads the views and messages as the clients see them. */
  readonly look: () => Promise<Seen>;
};

/** Disposing of the actors resumes hung processes and ends all waiting; so does the signal. */
async function createActors(
  instance: MortalInstance,
  disk: SmallDisk | undefined,
  { plan, history, say, signal }: RunOptions,
): Promise<Actors> {
  const api = createApi(() => instance.url);
  const provider = createProviderControl(() => instance.addressOf('psp'));
  const recorder = createRecorder(history);
  const tokens = await mintTokens(instance, plan);
  const progress = createProgress(plan);
  const tokenOf = (subject: string) => tokens.get(subject) ?? '';
  const { faults } = plan;
  const nemesis = createNemesis({
    instance,
    disk,
    provider,
    recorder,
    faults,
    begun: progress.reached,
    signal,
  });
  const clients = createClients({
    plan,
    api,
    provider,
    recorder,
    tokenOf,
    rooms: await register('registerRoom', plan.firstRooms, newRoom),
    courses: await register('registerCourse', plan.courses, newCourse),
    calendarStart: new Date(Math.ceil(Date.now() / HOUR_MS) * HOUR_MS),
    async turn({ index }) {
      await progress.reached(index - LEAD);
      while (nemesis.behind(index - LEAD) > 0 && !signal.aborted) await delay(20);
      progress.begin();
    },
    signal,
  });
  /** Registers what is there before the first fault. */
  function register(mutation: Mutation, count: number, toInput: typeof newRoom | typeof newCourse) {
    return registerFirst(api, tokenOf('host-1'), { mutation, count, toInput });
  }
  function release(): void {
    progress.finish();
    nemesis.resumeAll();
  }
  signal.addEventListener('abort', release);
  const reporting = setInterval(
    () =>
      say(`  ${progress.begun()} of ${plan.operations.length} operations, ${countsText(nemesis.counts())}`),
    PROGRESS_EVERY_MS,
  );
  return {
    clients,
    nemesis,
    progress,
    provider,
    recorder,
    look: () => readSeen(api, [...tokens.keys()], tokenOf),
    async [Symbol.asyncDispose]() {
      clearInterval(reporting);
      signal.removeEventListener('abort', release);
      release();
      await api.close();
    },
  };
}

/** Carries out all operations and faults. Returns how long that took, in milliseconds. */
async function act({ clients, nemesis, progress }: Actors): Promise<number> {
  const started = Date.now();
  await Promise.all([clients.run().finally(progress.finish), nemesis.run()]);
  nemesis.resumeAll();
  return Date.now() - started;
}

/** Waits until the healed instance has settled and compares its state, its repeated answers and its audit. */
async function compare(
  instance: Instance,
  { clients, provider, recorder, look }: Actors,
  signal: AbortSignal,
): Promise<Pick<Result, 'outcomes' | 'violations' | 'state' | 'settledMs'>> {
  const healedAt = Date.now();
  await clients.askAgain(ASK_AGAIN_MS);
  const readState = () => readSystemState((server) => instance.addressOf(server), provider, look);
  const outcomes = () => [...recorder.outcomes().values()];
  const { violations, state } = await settle(readState, outcomes, healedAt, signal);
  const settledMs = Date.now() - healedAt;
  const changedAnswers = (await clients.askTwice(ASK_TWICE)).map(
    ({ outcome: { operation, completion }, now }): Violation => ({
      kind: 'wrong answer',
      what: `operation ${operation.index} was answered ${JSON.stringify(completion)}, and the same key now ${JSON.stringify(now)}`,
    }),
  );
  const { dataDir } = instance;
  const audited = await audit({ dataDir, settleMs: SETTLE_LIMIT_MS, waitMs: AUDIT_WAIT_MS });
  return {
    outcomes: outcomes(),
    violations: [...violations, ...changedAnswers, ...audited.violations.map(byAuditor)],
    state,
    settledMs,
  };
}

/** @throws CannotStart where no file system can be mounted */
async function mount(): Promise<SmallDisk> {
  const disk = await mountSmallDisk(SMALL_DISK_MB);
  if (typeof disk === 'string') throw new CannotStart(`The disk cannot be filled: ${disk}`);
  return disk;
}

function countsText({ kills, hangs, misbehaviours, rounds, fullDisks }: Counts): string {
  const whole = `${rounds.length} kills of everything, ${fullDisks} full disks`;
  return `${kills} kills, ${hangs} hangs, ${misbehaviours} misbehaviours, ${whole}`;
}

/** Starts that a person would have had to repeat. */
function notStarted({ rounds }: Counts): readonly Violation[] {
  return rounds.flatMap(({ failures }: Round, index) =>
    failures.map(
      (output): Violation => ({ kind: 'not started', what: `after the kill ${index + 1}: ${output}` }),
    ),
  );
}

async function mintTokens(instance: Instance, { operations }: Plan): Promise<ReadonlyMap<string, string>> {
  const issuer = await openIssuer(instance.dataDir);
  const subjects = [...new Set(['host-1', ...operations.map(({ client }) => client)])];
  return new Map(
    await Promise.all(
      subjects.map(async (subject) => {
        const role = ROLES.find((each) => subject.startsWith(each)) ?? 'customer';
        return [subject, await issuer.mint({ subject, role, expiresIn: TOKEN_S })] as const;
      }),
    ),
  );
}

async function registerFirst(
  api: Api,
  token: string,
  {
    mutation,
    count,
    toInput,
  }: {
    readonly mutation: Mutation;
    readonly count: number;
    readonly toInput: (number: number, idempotencyKey: string) => object;
  },
): Promise<readonly string[]> {
  const ids: string[] = [];
  for (let number = 0; number < count; number += 1) {
    const attempt = await api.mutate(token, mutation, toInput(number, `first-${number}`));
    const id = attempt.kind === 'answer' ? attempt.answer.id : undefined;
    if (id === undefined) throw new Error(`${mutation} was refused: ${JSON.stringify(attempt)}`);
    ids.push(id);
  }
  return ids;
}

function byAuditor({ code, message, ids, correlationId }: Finding): Violation {
  return { kind: 'auditor', what: `${code}: ${message}`, bookingId: ids.booking, correlationId };
}
