import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync, rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { processTimes, residentBytes } from './proc.ts';
import { FOLDER_VARIABLE, type Question, type Reply } from './protocol.ts';

/**
 * The processes and files of a benchmark; all of them are removed when the benchmark ends, however it ends.
 */
export type Workplace = {
  /** A folder for this run alone. */
  readonly folder: string;
  /** Aborted on Ctrl-C. */
  readonly signal: AbortSignal;
  /** Starts a Node.js program of this repository, or one by its absolute path. */
  start(options: ProcessOptions): Process;
  [Symbol.asyncDispose](): Promise<void>;
};

export type ProcessOptions = {
  readonly program: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
};

export type Process = {
  readonly pid: number;
  /** Asks the process what it has registered with `onQuestion`. The caller knows the type of the answer. */
  ask<Answer = void>(name: string, argument?: unknown): Promise<Answer>;
  /** CPU time of all its threads so far, in milliseconds. */
  cpuMs(): number;
  residentBytes(): number;
  /**
   * Waits until `attempt` returns true. @throws Error with the output of the process if it ends or `limitMs`
   * pass
   */
  untilReady(attempt: () => Promise<boolean>, options?: ReadyOptions): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
};

export type ReadyOptions = { readonly everyMs?: number; readonly limitMs?: number };

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const PRELOADED = new URL('child.ts', import.meta.url).href;
/** No step of a benchmark takes longer than this. */
const ANSWER_LIMIT_MS = 120_000;
/** How long a process may take to end in order. */
const END_LIMIT_MS = 3_000;
const SHOWN_OUTPUT = 4_000;
/** The variables that a Node.js program needs; others would change the measurement. */
const INHERITED = ['PATH', 'HOME', 'LANG', 'TZ', 'TMPDIR'];

/** @param signal ends everything when it aborts: pending promises reject */
export async function createWorkplace(signal: AbortSignal): Promise<Workplace> {
  const folder = await mkdtemp(join(tmpdir(), 'meetingroom-bench-'));
  const tidy = () => rmSync(folder, { recursive: true, force: true });
  process.once('exit', tidy);
  const running = new Set<Process>();
  let started = 0;
  return {
    folder,
    signal,
    start(options) {
      signal.throwIfAborted();
      started += 1;
      const env = { ...options.env, [FOLDER_VARIABLE]: folder };
      const fresh = startProcess({ ...options, env }, signal, join(folder, `${started}.log`));
      running.add(fresh);
      return fresh;
    },
    async [Symbol.asyncDispose]() {
      await Promise.all([...running].map((each) => each[Symbol.asyncDispose]()));
      process.off('exit', tidy);
      tidy();
    },
  };
}

function startProcess(
  { program, args = [], env = {} }: ProcessOptions,
  signal: AbortSignal,
  log: string,
): Process {
  const output = openSync(log, 'w');
  const child = fork(program.startsWith('/') ? program : join(ROOT, program), args, {
    cwd: ROOT,
    execArgv: ['--import', PRELOADED],
    // A pipe would cost this process CPU time for reading it.
    stdio: ['ignore', output, output, 'ipc'],
    serialization: 'advanced',
    env: { ...inherited(), NODE_ENV: 'production', ...env },
  });
  closeSync(output);
  const { pid } = child;
  if (pid === undefined) throw new Error(`${program} could not be started`);
  const ended = once(child, 'exit');
  const kill = () => void child.kill('SIGKILL');
  signal.addEventListener('abort', kill);
  const waiting = waitForReplies(child);
  const failure = (what: string) =>
    new Error(`${program} ${what}:\n${readFileSync(log, 'utf8').slice(-SHOWN_OUTPUT)}`);
  const hasEnded = () => child.exitCode !== null || child.signalCode !== null;

  return {
    pid,
    async ask<Answer>(name: string, argument?: unknown) {
      const timeout = AbortSignal.timeout(ANSWER_LIMIT_MS);
      const gone = Promise.race([ended, once(timeout, 'abort')]).then(() => {
        signal.throwIfAborted();
        throw failure(hasEnded() ? 'ended' : `did not answer "${name}" within ${ANSWER_LIMIT_MS} ms`);
      });
      return (await Promise.race([waiting.ask(name, argument), gone])) as Answer;
    },
    cpuMs: () => processTimes(pid).ownMs,
    residentBytes: () => residentBytes(pid),
    async untilReady(attempt, { everyMs = 20, limitMs = 60_000 } = {}) {
      const until = performance.now() + limitMs;
      while (!(await attempt())) {
        signal.throwIfAborted();
        if (hasEnded()) throw failure('ended');
        if (performance.now() > until) throw failure(`was not ready after ${limitMs} ms`);
        await delay(everyMs);
      }
    },
    async [Symbol.asyncDispose]() {
      signal.removeEventListener('abort', kill);
      if (hasEnded()) return;
      child.kill('SIGTERM');
      await Promise.race([ended, delay(END_LIMIT_MS, undefined, { ref: false })]);
      child.kill('SIGKILL');
      await ended;
    },
  };
}

function waitForReplies(child: ChildProcess) {
  const questions = new Map<number, PromiseWithResolvers<unknown>>();
  let lastId = 0;
  child.on('message', ({ id, value, error }: Reply) => {
    const question = questions.get(id);
    questions.delete(id);
    if (error === undefined) question?.resolve(value);
    else question?.reject(new Error(error));
  });
  return {
    ask(name: string, argument: unknown): Promise<unknown> {
      const question = Promise.withResolvers<unknown>();
      lastId += 1;
      questions.set(lastId, question);
      child.send({ id: lastId, name, argument } satisfies Question);
      return question.promise;
    },
  };
}

function inherited(): Record<string, string> {
  return Object.fromEntries(
    INHERITED.flatMap((name) => {
      const value = process.env[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}
