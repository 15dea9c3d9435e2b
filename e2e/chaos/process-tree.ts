import { readdirSync, readFileSync } from 'node:fs';
import { identify, type ProcessId } from '../../embedded/process/processes.ts';

/** A process and all its descendants, because a server may work in child processes. */
export function familyOf(root: ProcessId): readonly ProcessId[] {
  const children = Map.groupBy(
    readdirSync('/proc').filter((entry) => /^\d+$/.test(entry)),
    parentOf,
  );
  const family = [root];
  for (const each of family)
    for (const pid of children.get(each.pid) ?? []) {
      const child = identify(Number(pid));
      if (child) family.push(child);
    }
  return family;
}

function parentOf(pid: string): number {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
  } catch {
    return 0; // gone meanwhile
  }
}
