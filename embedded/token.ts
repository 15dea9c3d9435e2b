/** `npm run --silent token -- --subject alice --role customer`: prints a bearer token of the local issuer. */
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { errorCode, errorMessage } from '../platform/errors.ts';
import { isRole, ROLES } from '../platform/identity/identity.ts';
import { openIssuer, type TokenRequest } from './issuer.ts';

const USAGE = `Usage: npm run --silent token -- --subject NAME --role ${ROLES.join('|')} [--expires-in 12h] [--scope "a b"]
  --expires-in  seconds, or 30s, 15m, 2h, 7d; below zero gives a token that has expired (default 12h)
  --scope       scopes besides those of the role
DATA_DIR (default .data) says whose keys sign it.`;

const SECONDS_PER_UNIT: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600, d: 86_400 };

/** Reads the command's arguments; the text says what is wrong with them. Undefined when help is asked for. */
export function readTokenRequest(args: readonly string[]): TokenRequest | string | undefined {
  // A value such as -60 would be taken for an option when it stands apart.
  const joined = args.flatMap((arg, index) => {
    if (args[index - 1] === '--expires-in') return [];
    return arg === '--expires-in' ? [`${arg}=${args[index + 1] ?? ''}`] : [arg];
  });
  const text = { type: 'string' } as const;
  const help = { type: 'boolean', short: 'h' } as const;
  const options = { subject: text, role: text, 'expires-in': text, scope: text, help };
  let values: ReturnType<typeof parseArgs<{ options: typeof options }>>['values'];
  try {
    ({ values } = parseArgs({ args: joined, options }));
  } catch (error) {
    return errorMessage(error);
  }
  if (values.help) return undefined;
  const { subject, role, 'expires-in': lifetime = '12h', scope } = values;
  if (subject === undefined || subject === '') return '--subject is missing.';
  if (!isRole(role)) return `--role takes one of ${ROLES.join(', ')}.`;
  const [, amount, unit = 's'] = /^(-?\d+)([smhd])?$/.exec(lifetime) ?? [];
  if (amount === undefined)
    return `--expires-in takes seconds or a time such as 15m or 2h, not "${lifetime}".`;
  const expiresIn = Number(amount) * (SECONDS_PER_UNIT[unit] ?? 1);
  return { subject, role, expiresIn, ...(scope === undefined ? {} : { scope }) };
}

async function printToken(args: readonly string[]): Promise<number> {
  const request = readTokenRequest(args);
  if (request === undefined) {
    console.log(USAGE);
    return 0;
  }
  if (typeof request === 'string') {
    console.error(`${request}\n${USAGE}`);
    return 2;
  }
  const dataDir = resolve(process.env.DATA_DIR || '.data');
  try {
    console.log(await (await openIssuer(dataDir)).mint(request));
    return 0;
  } catch (error) {
    const code = errorCode(error);
    if (code === undefined) throw error;
    console.error(
      `The keys in ${join(dataDir, 'identity')} cannot be used (${code}): set DATA_DIR to the instance's folder.`,
    );
    return 1;
  }
}

if (import.meta.main) process.exitCode = await printToken(process.argv.slice(2));
