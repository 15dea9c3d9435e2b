import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** A service in a process of its own; disposing of it stops it as an orderly end does. */
export type ServiceProcess = AsyncDisposable & {
  readonly url: string;
  /** Ends it, in order or as a crash does. @returns its exit status, null after a kill */
  end(signal: 'SIGTERM' | 'SIGKILL'): Promise<number | null>;
};

/**
 * Starts a service and waits until it serves; rejects with what it said when it ends before that.
 *
 * @param main its main.ts
 * @param env all that it gets of an environment, beside the path
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
    void exit.then(([status]) => reject(new Error(`It ended with ${status}:\n${lines.join('\n')}`)));
  });

  async function end(signal: 'SIGTERM' | 'SIGKILL'): Promise<number | null> {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal);
    await exit;
    return child.exitCode;
  }

  return {
    url,
    end,
    async [Symbol.asyncDispose]() {
      await end('SIGTERM');
    },
  };
}
