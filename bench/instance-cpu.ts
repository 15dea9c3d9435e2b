import type { TestInstance } from '../embedded/testing.ts';
import { allProcesses, proportionalBytes } from './proc.ts';

/** The CPU time that each process of the instance and its children have used so far, in milliseconds. */
export function cpuTimes(instance: TestInstance): ReadonlyMap<string, number> {
  const processes = allProcesses();
  return new Map(
    instance.record().processes.map(({ name, pid }) => [
      name,
      // PostgreSQL works in child processes; ended ones are counted with their parent.
      processes
        .filter((each) => each.pid === pid || each.parent === pid)
        .reduce((sum, { ownMs, endedChildrenMs }) => sum + ownMs + endedChildrenMs, 0),
    ]),
  );
}

/** The CPU time that each process has used since `before`, in milliseconds. */
export function cpuTimesSince(
  instance: TestInstance,
  before: ReadonlyMap<string, number>,
): readonly { readonly name: string; readonly ms: number }[] {
  return [...cpuTimes(instance)].map(([name, ms]) => ({ name, ms: ms - (before.get(name) ?? 0) }));
}

/** The CPU time of all processes of the instance so far, in milliseconds. */
export function cpuTime(instance: TestInstance): number {
  return [...cpuTimes(instance).values()].reduce((sum, ms) => sum + ms, 0);
}

/** The memory of each process of the instance with its children, in bytes: see `proportionalBytes`. */
export function memory(instance: TestInstance): ReadonlyMap<string, number> {
  const processes = allProcesses();
  return new Map(
    instance
      .record()
      .processes.map(({ name, pid }) => [
        name,
        processes
          .filter((each) => each.pid === pid || each.parent === pid)
          .reduce((sum, each) => sum + proportionalBytes(each.pid), 0),
      ]),
  );
}
