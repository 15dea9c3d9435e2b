import { setTimeout as delay } from 'node:timers/promises';
import { identify, type ProcessId, signal as send } from '../../embedded/process/processes.ts';
import { unreachable } from '../../platform/decisions/decider.ts';
import { errorMessage } from '../../platform/errors.ts';
import type { SmallDisk } from '../../platform/testing/small-disk.ts';
import type { Recorder } from './history.ts';
import type { MortalInstance } from './mortal-instance.ts';
import type { Fault, Target } from './plan-faults.ts';
import { familyOf } from './process-tree.ts';
import type { ProviderControl } from './provider-control.ts';

export type Counts = {
  readonly kills: number;
  readonly hangs: number;
  readonly misbehaviours: number;
  readonly fullDisks: number;
  /** Faults whose process was already down. */
  readonly missed: number;
  /** The kills of everything, each with the start that followed. */
  readonly rounds: readonly Round[];
};

/** A kill of everything at once. */
export type Round = {
  readonly killed: number;
  /** Another start was killed in between. */
  readonly isInterrupted: boolean;
  /** How long the start took that came up, in milliseconds. */
  readonly startMs: number;
  /** What the starts printed that did not come up before it. */
  readonly failures: readonly string[];
};

type Dependencies = {
  readonly instance: MortalInstance;
  /** The disk of the instance, where the plan fills it. */
  readonly disk: SmallDisk | undefined;
  readonly provider: ProviderControl;
  readonly recorder: Recorder;
  readonly faults: readonly Fault[];
  /** Waits until this number of operations have begun. */
  readonly begun: (operations: number) => Promise<void>;
  readonly signal: AbortSignal;
};

const POLL_MS = 50;
/** How long to wait for a process that is down, so that a fault hits something. */
const MAX_WAIT_MS = 15_000;
/** A start has to come up at once; the others only serve to go on with the run. */
const MOST_STARTS = 3;

/** Carries out the faults of the plan. */
export function createNemesis({ instance, disk, provider, recorder, faults, begun, signal }: Dependencies) {
  const stopped = new Set<ProcessId>();
  const counts = { kills: 0, hangs: 0, misbehaviours: 0, fullDisks: 0, missed: 0 };
  const rounds: Round[] = [];
  /** The number of faults that have begun. */
  let started = 0;

  async function pause(ms: number): Promise<void> {
    await delay(ms, undefined, { signal }).catch(() => undefined);
  }

  /** Finds the current process; waits a while for one that is starting. */
  async function find(target: Target): Promise<ProcessId | undefined> {
    for (const until = Date.now() + MAX_WAIT_MS; Date.now() < until && !signal.aborted; ) {
      const found = instance.record().processes.find(({ name }) => name === target);
      const id = found && identify(found.pid);
      if (id) return id;
      await delay(POLL_MS);
    }
    return undefined;
  }

  function note(what: string): void {
    recorder.note({ phase: 'fault', what });
  }

  async function kill(target: Target): Promise<void> {
    const found = await find(target);
    if (!found || !send(found, 'SIGKILL')) {
      counts.missed += 1;
      return;
    }
    counts.kills += 1;
    note(`${target} killed`);
  }

  async function hang({ target, lastsMs, end }: Extract<Fault, { type: 'hang' }>): Promise<void> {
    const found = await find(target);
    if (!found) {
      counts.missed += 1;
      return;
    }
    const tree = familyOf(found);
    for (const each of tree) if (send(each, 'SIGSTOP')) stopped.add(each);
    counts.hangs += 1;
    note(`${target} hangs for ${lastsMs} ms, then ${end}`);
    await pause(lastsMs);
    if (end === 'kill') send(found, 'SIGKILL');
    release(tree);
    note(`${target} ${end === 'kill' ? 'killed' : 'continues'}`);
  }

  function release(tree: Iterable<ProcessId>): void {
    for (const each of tree) {
      send(each, 'SIGCONT');
      stopped.delete(each);
    }
  }

  async function misbehave({ settings, lastsMs }: Extract<Fault, { type: 'misbehave' }>): Promise<void> {
    const until = Date.now() + lastsMs;
    // The provider itself may be down at this moment.
    while (Date.now() < until && !signal.aborted && !(await provider.change(settings))) await pause(POLL_MS);
    counts.misbehaviours += 1;
    note(`provider: ${JSON.stringify(settings)} for ${lastsMs} ms`);
    await pause(until - Date.now());
    for (const limit = Date.now() + MAX_WAIT_MS; Date.now() < limit && !signal.aborted; )
      if (await provider.restore(Object.keys(settings))) break;
      else await pause(POLL_MS);
    note(`provider: ${Object.keys(settings).join()} reset`);
  }

  async function killAll({ interruptAfterMs }: Extract<Fault, { type: 'kill-all' }>): Promise<void> {
    const killed = instance.killAll();
    note(`all ${killed} processes killed`);
    if (interruptAfterMs !== null) {
      await instance.startAndKill(interruptAfterMs);
      note(`the start killed after ${interruptAfterMs} ms`);
    }
    const failures: string[] = [];
    for (;;) {
      try {
        const startMs = await instance.startAgain();
        rounds.push({ killed, isInterrupted: interruptAfterMs !== null, startMs, failures });
        return note(`started again after ${startMs} ms`);
      } catch (error) {
        failures.push(errorMessage(error));
        note(`not started: ${errorMessage(error)}`);
        if (failures.length >= MOST_STARTS || signal.aborted) throw error;
      }
    }
  }

  async function fillDisk({ lastsMs }: Extract<Fault, { type: 'disk-full' }>): Promise<void> {
    if (!disk) throw new Error('The plan fills a disk that is not there.');
    const free = disk.fill();
    counts.fullDisks += 1;
    note(`the disk is full for ${lastsMs} ms`);
    await pause(lastsMs);
    await free();
    note('the disk has space');
  }

  async function breakOne(fault: Exclude<Fault, { type: 'misbehave' }>): Promise<void> {
    switch (fault.type) {
      case 'kill':
        await kill(fault.target);
        break;
      case 'hang':
        await hang(fault);
        break;
      case 'kill-all':
        await killAll(fault);
        break;
      case 'disk-full':
        await fillDisk(fault);
        break;
      default:
        unreachable(fault);
    }
    await pause(fault.pauseMs);
  }

  return {
    /** The number of faults due before this number of operations that have not begun yet. */
    behind: (operations: number) => faults.filter(({ after }) => after < operations).length - started,
    counts: (): Counts => ({ ...counts, rounds }),

    /**
     * Carries out the plan: processes fail one after the other, some while another hangs or the provider
     * misbehaves.
     */
    async run(): Promise<void> {
      const beside: Promise<void>[] = [];
      for (const fault of faults) {
        await begun(fault.after);
        if (signal.aborted) break;
        started += 1;
        if (fault.type === 'misbehave') beside.push(misbehave(fault));
        else if (fault.type === 'hang' && fault.isBeside) beside.push(hang(fault));
        else await breakOne(fault);
      }
      await Promise.all(beside);
    },

    /** Resumes every process that hangs. */
    resumeAll(): void {
      release([...stopped]);
    },
  };
}
