import type { Supervised } from '../../embedded/process/supervisor.ts';

/** SIGKILL. The process stays down until it is started again. @throws Error if it does not run */
export async function kill(running: Supervised): Promise<void> {
  const pid = running.pid();
  if (pid === undefined) throw new Error(`${running.unit.name} does not run`);
  const stopped = running.stop();
  process.kill(pid, 'SIGKILL');
  await stopped;
}
