import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { helpText, ledgerAnswer, ledgerTable, statusAnswer, statusText } from './cli-texts.ts';
import { DEFAULT_SETTINGS, OPTIONS } from './settings/options.ts';

/** The environment of the command, and where it prints. */
export type CliEnvironment = {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
};

const instanceFile = z.object({ services: z.object({ psp: z.object({ url: z.url() }) }) });
const refusalAnswer = z.object({ error: z.string() });
/** Runs the command. Returns its exit status: 0 done, 1 not running or refused, 2 wrong usage. */
export async function runCli(args: readonly string[], { env, out, err }: CliEnvironment): Promise<number> {
  const parsed = parse(args);
  if (typeof parsed === 'string') {
    err(`${parsed}\nUsage: npm run psp -- [options]; --help tells of each.\n`);
    return 2;
  }
  if (parsed.isSet('help')) {
    out(helpText());
    return 0;
  }
  const dataDir = parsed.text('data-dir') ?? (env.DATA_DIR || '.data');
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
    if (parsed.isSet('reset')) await ask('POST', 'settings/reset');
    if (Object.keys(parsed.patch).length > 0) await ask('PATCH', 'settings', parsed.patch);
    if (parsed.isSet('deliver')) await ask('POST', 'webhooks/deliver');
    if (parsed.isSet('ledger')) {
      const lines = ledgerAnswer.parse(await ask('GET', 'ledger'));
      out(parsed.isSet('json') ? `${JSON.stringify(lines, null, 2)}\n` : ledgerTable(lines));
    }
    if (parsed.isSet('status') || !parsed.isSet('ledger')) {
      const status = statusAnswer.parse(await ask('GET', 'settings'));
      out(parsed.isSet('json') ? `${JSON.stringify(status, null, 2)}\n` : statusText(status));
    }
    return 0;
  } catch (fault) {
    if (fault instanceof Refused) {
      err(`The payment simulator refused: ${fault.message}\n`);
      return 1;
    }
    if (isUnreachable(fault)) return nothingRuns();
    if (fault instanceof SyntaxError || fault instanceof z.ZodError) {
      err(`What answers at ${base} is no payment simulator.\n`);
      return 1;
    }
    throw fault;
  }

  function nothingRuns(): number {
    const start = base === undefined ? 'npm start' : 'npm start -- psp';
    err(`No payment simulator is running for ${dataDir}. Start it with \`${start}\`.\n`);
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

const FLAGS = ['reset', 'deliver', 'status', 'ledger', 'json', 'help'] as const;
type Flag = (typeof FLAGS)[number];

type Parsed = {
  readonly isSet: (order: Flag) => boolean;
  readonly text: (name: 'data-dir') => string | undefined;
  /** Option values by option name, as the control interface accepts them. */
  readonly patch: Readonly<Record<string, string>>;
};

/** Parses the arguments, or returns a line that says what is wrong with them. */
function parse(args: readonly string[]): Parsed | string {
  const settable = OPTIONS.filter(({ name }) => name !== 'seed');
  try {
    const { values } = parseArgs({
      args: [...args],
      allowNegative: true,
      options: {
        ...Object.fromEntries(
          settable.map(({ flag, isSwitch }) => [
            flag,
            { type: isSwitch ? ('boolean' as const) : ('string' as const) },
          ]),
        ),
        ...Object.fromEntries(FLAGS.map((order) => [order, { type: 'boolean' as const }])),
        'data-dir': { type: 'string' },
      },
    });
    const given = new Map<string, unknown>(Object.entries(values));
    const patch: Record<string, string> = {};
    for (const { name, flag, apply, expects } of settable) {
      const value = given.get(flag);
      if (value === undefined) continue;
      if (apply(DEFAULT_SETTINGS, String(value)) === undefined)
        return `--${flag}: expected ${expects}, got ${String(value)}`;
      patch[name] = String(value);
    }
    const dataDir = given.get('data-dir');
    return {
      isSet: (order) => given.get(order) === true,
      text: () => (typeof dataDir === 'string' ? dataDir : undefined),
      patch,
    };
  } catch (fault) {
    if (fault instanceof TypeError && 'code' in fault && String(fault.code).startsWith('ERR_PARSE_ARGS')) {
      return fault.message;
    }
    throw fault;
  }
}

/** The address of the instance's simulator; undefined if none has been started. */
function readInstance(dataDir: string): string | undefined {
  try {
    const file: unknown = JSON.parse(readFileSync(join(dataDir, 'instance.json'), 'utf8'));
    return instanceFile.safeParse(file).data?.services.psp.url;
  } catch (fault) {
    // There is no file, or it is being written at this moment.
    if (fault instanceof SyntaxError || (fault instanceof Error && 'code' in fault)) return undefined;
    throw fault;
  }
}

if (import.meta.main) {
  process.exitCode = await runCli(process.argv.slice(2), {
    env: process.env,
    out: (text) => process.stdout.write(text),
    err: (text) => process.stderr.write(text),
  });
}
