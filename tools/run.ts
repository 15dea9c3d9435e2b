import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

export const ROOT = join(import.meta.dirname, '..');

/** Runs a tool of this project, shows its output, and returns its exit status. */
export async function run(program: string, ...args: readonly string[]): Promise<number> {
  const command = program.endsWith('.ts') ? [join(ROOT, program)] : [join(ROOT, 'node_modules', program)];
  const child = spawn(process.execPath, [...command, ...args], { cwd: ROOT, stdio: 'inherit' });
  const [status]: unknown[] = await once(child, 'exit');
  return typeof status === 'number' ? status : 1;
}
