import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { CONSOLE, type Output, runCommand } from '../../platform/config/command-line.ts';
import { environment } from '../../platform/config/environment.ts';
import { errorCode } from '../../platform/errors.ts';
import { PSP, type PspRequest } from './cli-options.ts';
import { ledgerAnswer, ledgerTable, statusAnswer, statusText } from './cli-texts.ts';

const instanceFile = z.object({ services: z.object({ psp: z.object({ url: z.url() }) }) });
const refusalAnswer = z.object({ error: z.string() });

/** Runs the command. Returns its exit status: 0 done, 1 not running or refused, 2 wrong usage. */
export function runCli(
  args: readonly string[],
  { env, ...output }: Output & { readonly env: Readonly<Record<string, string | undefined>> },
): Promise<number> {
  const run = (request: PspRequest) => control(request, request.dataDir ?? (env.DATA_DIR || '.data'), output);
  return runCommand(PSP, args, run, output);
}

async function control(
  { orders, byHand, patch }: PspRequest,
  dataDir: string,
  { out, err }: Output,
): Promise<number> {
  const base = readInstance(dataDir);
  if (base === undefined) return nothingRuns();

  async function ask(method: string, path: string, body?: unknown): Promise<unknown> {
    const response = await fetch(new URL(`/_control/${path}`, base), {
      method,
      signal: AbortSignal.timeout(10_000),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const answer: unknown = await response.json();
    if (!response.ok)
      throw new Refused(refusalAnswer.safeParse(answer).data?.error ?? `answered ${response.status}`);
    return answer;
  }

  try {
    if (orders.has('reset')) await ask('POST', 'settings/reset');
    if (Object.keys(patch).length > 0) await ask('PATCH', 'settings', patch);
    for (const { path, order } of byHand)
      out(JSON.stringify(await ask('POST', `dashboard/${path}`, order), null, 2));
    if (orders.has('deliver')) await ask('POST', 'webhooks/deliver');
    if (orders.has('ledger')) {
      const lines = ledgerAnswer.parse(await ask('GET', 'ledger'));
      out(orders.has('json') ? JSON.stringify(lines, null, 2) : ledgerTable(lines));
    }
    if (orders.has('status') || !(orders.has('ledger') || byHand.length > 0)) {
      const status = statusAnswer.parse(await ask('GET', 'settings'));
      out(orders.has('json') ? JSON.stringify(status, null, 2) : statusText(status));
    }
    return 0;
  } catch (fault) {
    if (fault instanceof Refused) {
      err(`The payment simulator refused: ${fault.message}`);
      return 1;
    }
    if (isUnreachable(fault)) return nothingRuns();
    if (fault instanceof SyntaxError || fault instanceof z.ZodError) {
      err(`What answers at ${base} is no payment simulator.`);
      return 1;
    }
    throw fault;
  }

  function nothingRuns(): number {
    const start = base === undefined ? 'npm start' : 'npm start -- psp';
    err(`No payment simulator is running for ${dataDir}. Start it with \`${start}\`.`);
    return 1;
  }
}

class Refused extends Error {}

/** Recognises what `fetch` throws if nothing listens (a TypeError with a cause) or the time is up. */
function isUnreachable(fault: unknown): boolean {
  return fault instanceof TypeError
    ? fault.cause instanceof Error
    : fault instanceof Error && fault.name === 'TimeoutError';
}

/** The address of the instance's simulator; undefined if none has been started. */
function readInstance(dataDir: string): string | undefined {
  try {
    const file: unknown = JSON.parse(readFileSync(join(dataDir, 'instance.json'), 'utf8'));
    return instanceFile.safeParse(file).data?.services.psp.url;
  } catch (fault) {
    // There is no file, or it is being written at this moment.
    if (fault instanceof SyntaxError || errorCode(fault) !== undefined) return undefined;
    throw fault;
  }
}

if (import.meta.main) {
  process.exitCode = await runCli(process.argv.slice(2), { env: environment, ...CONSOLE });
}
