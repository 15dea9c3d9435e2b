import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { environment } from '../platform/config/environment.ts';

export const ROOT = join(import.meta.dirname, '..');

/** Runs a tool of this project, shows its output, and returns its exit status. */
export async function run(program: string, ...args: readonly string[]): Promise<number> {
  const child = spawn(process.execPath, commandOf(program, args), { cwd: ROOT, stdio: 'inherit' });
  return statusOf(await once(child, 'exit'));
}

/** What a tool has printed, and its exit status. */
export type Outcome = { readonly status: number; readonly output: string };

/** Runs a tool of this project and keeps its output. */
export async function runQuietly(program: string, ...args: readonly string[]): Promise<Outcome> {
  const env = { ...environment, ...(process.stdout.isTTY ? { FORCE_COLOR: '1' } : {}) };
  const child = spawn(process.execPath, commandOf(program, args), {
    cwd: ROOT,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8');
    stream.on('data', (text: string) => (output += text));
  }
  return { status: statusOf(await once(child, 'close')), output };
}

function commandOf(program: string, args: readonly string[]): readonly string[] {
  return [program.endsWith('.ts') ? join(ROOT, program) : join(ROOT, 'node_modules', program), ...args];
}

function statusOf([status]: readonly unknown[]): number {
  return typeof status === 'number' ? status : 1;
}
