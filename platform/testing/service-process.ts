import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** A service in a process of its own. Disposing of it stops it with SIGTERM. */
export type ServiceProcess = AsyncDisposable & {
  readonly url: string;
  readonly pid: number;
  /** What it has logged so far. */
  output(): string;
  /** Sends the signal and waits for the exit. @returns the exit status, null after SIGKILL */
  end(signal: 'SIGTERM' | 'SIGKILL'): Promise<number | null>;
};

/**
 * Starts a service and waits until it serves. Rejects with its output when it exits before that.
 *
 * @param main the service's main.ts
 * @param env the whole environment of the process, except for PATH
 */
export async function startServiceProcess(
  main: string,
  env: Readonly<Record<string, string>>,
): Promise<ServiceProcess> {
  const child = spawn(process.execPath, [main], {
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exit = once(child, 'exit');
  const lines: string[] = [];
  const url = await new Promise<string>((resolve, reject) => {
    createInterface(child.stdout).on('line', (line) => {
      lines.push(line);
      const served = /"url":"([^"]+)"/.exec(line)?.[1];
      if (served) resolve(served);
    });
    void exit.then(([status]) => reject(new Error(`Exit status ${status}:\n${lines.join('\n')}`)));
  });

  async function end(signal: 'SIGTERM' | 'SIGKILL'): Promise<number | null> {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal);
    await exit;
    return child.exitCode;
  }

  return {
    url,
    pid: child.pid ?? 0,
    output: () => lines.join('\n'),
    end,
    async [Symbol.asyncDispose]() {
      await end('SIGTERM');
    },
  };
}
