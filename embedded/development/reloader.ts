import { errorMessage } from '../../platform/errors.ts';
import type { Supervised } from '../process/supervisor.ts';
import {
  affectedBy,
  createImportGraph,
  isModule,
  isSchema,
  type Program,
  syntaxErrors,
} from './import-graph.ts';
import type { SourceTree } from './source-tree.ts';

/** Restarts the programs that changed sources affect. */
export type Reloader = {
  /** Takes up changed files. What changes meanwhile is taken up after it. */
  changed(paths: readonly string[]): void;
  /** Leaves a program that does not come up stopped until a file that affects it is saved. */
  leaveStopped(name: string): Promise<void>;
  /** Restarts nothing from now on. */
  close(): void;
};

export type ReloaderDeps = {
  readonly programs: readonly Program[];
  readonly sources: Pick<SourceTree, 'read'>;
  /** The process of a program; undefined when it was never started. */
  readonly processOf: (name: string) => Pick<Supervised, 'state'> | undefined;
  /** Starts a program and waits until it is ready. @throws CannotStart */
  readonly startOnly: (name: string) => Promise<void>;
  readonly stopOnly: (name: string) => Promise<void>;
  /** Generates what depends on the schemas; false when they do not compose, which it reports. */
  readonly generate: () => Promise<boolean>;
  readonly say: (line: string) => void;
};

export function createReloader(deps: ReloaderDeps): Reloader {
  const { programs, sources, processOf, startOnly, stopOnly, generate, say } = deps;
  const graph = createImportGraph(sources.read);
  const broken = new Set<string>();
  let changes: string[] = [];
  /** Programs to restart, with a file that is the reason. */
  const pending = new Map<Program, string>();
  const leftStopped = new Set<string>();
  /** The latest unfinished restart of each program: one that another has overtaken reports nothing. */
  const restarting = new Map<string, symbol>();
  let composes = true;
  let working = false;
  let closed = false;

  async function work(): Promise<void> {
    while (changes.length > 0 && !closed) {
      const paths = changes;
      changes = [];
      for (const path of paths.filter(isModule)) check(path);
      if (paths.some(isSchema)) composes = await generate();
      for (const path of paths) {
        for (const program of affectedBy(path, programs, graph)) {
          pending.set(program, pending.get(program) ?? path);
        }
      }
      if (!closed) restartPending();
    }
  }

  function check(path: string): void {
    graph.forget(path);
    broken.delete(path);
    const text = sources.read(path);
    const errors = text === undefined ? undefined : syntaxErrors(path, text);
    if (errors === undefined) return;
    broken.add(path);
    if (programs.some(({ main }) => graph.modulesOf(main).has(path))) say(errors);
  }

  /** What was stopped by name, or never started, is not started because of a saved file. */
  function isWanted({ name }: Program): boolean {
    return leftStopped.has(name) || restarting.has(name) || (processOf(name)?.state() ?? 'down') !== 'down';
  }

  function restartPending(): void {
    for (const program of pending.keys()) {
      if (!isWanted(program)) pending.delete(program);
    }
    for (const [program, path] of pending) {
      const obstacle = obstacleOf(program);
      if (obstacle === undefined) {
        pending.delete(program);
        restart(program.name, path).catch((error: unknown) => say(errorMessage(error)));
      } else {
        say(`${program.name} is not restarted yet: ${obstacle}.`);
      }
    }
  }

  function obstacleOf({ main }: Program): string | undefined {
    if (!composes) return 'the schemas do not compose';
    for (const module of graph.modulesOf(main)) {
      if (broken.has(module)) return `${module} has a syntax error`;
      if (sources.read(module) === undefined) return `${module} is imported and does not exist`;
    }
    return undefined;
  }

  async function restart(name: string, path: string): Promise<void> {
    const current = Symbol(name);
    restarting.set(name, current);
    const isOvertaken = () => closed || restarting.get(name) !== current;
    const begun = performance.now();
    say(`${name} restarts: ${path} was saved.`);
    leftStopped.delete(name);
    try {
      await stopOnly(name);
      if (isOvertaken()) return;
      await startOnly(name);
      if (!isOvertaken())
        say(`${name} is ready after ${((performance.now() - begun) / 1_000).toFixed(1)} s.`);
    } catch (error) {
      if (isOvertaken()) return;
      // A full disk, say, ends neither this run nor the other programs.
      say(errorMessage(error));
      await leaveStopped(name);
    } finally {
      if (restarting.get(name) === current) restarting.delete(name);
    }
  }

  async function leaveStopped(name: string): Promise<void> {
    leftStopped.add(name);
    say(`${name} is started again when a file that it needs is saved.`);
    await stopOnly(name);
  }

  return {
    changed(paths) {
      changes.push(...paths);
      if (working || closed) return;
      working = true;
      void work().finally(() => {
        working = false;
      });
    },
    leaveStopped,
    close() {
      closed = true;
    },
  };
}
