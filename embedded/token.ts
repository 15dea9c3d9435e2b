/** `npm run --silent token -- --subject alice --role customer`: prints a bearer token of the local issuer. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { HELP_OPTION, parseCommandLine, runCommand } from '../platform/config/command-line.ts';
import { errorCode } from '../platform/errors.ts';
import { isRole, ROLES } from '../platform/identity/identity.ts';
import { openIssuer, type TokenRequest } from './issuer.ts';
import { dataDirOf } from './launcher/settings.ts';

export const USAGE = `Usage: npm run --silent token -- --subject NAME --role ${ROLES.join('|')} [--expires-in 12h] [--scope "a b"]
  --expires-in  seconds, or 30s, 15m, 2h, 7d; a negative value gives an expired token (default 12h)
  --scope       scopes in addition to those of the role
DATA_DIR (default .data) selects the instance whose keys sign it.

Example: npm run --silent token -- --subject alice --role customer --expires-in 15m`;

const SECONDS_PER_UNIT: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600, d: 86_400 };

/** Parses the arguments: undefined for `--help`, a message if they are wrong. */
export function readTokenRequest(args: readonly string[]): TokenRequest | string | undefined {
  // A separate value such as -60 would be parsed as an option.
  const joined = args.flatMap((arg, index) => {
    if (args[index - 1] === '--expires-in') return [];
    return arg === '--expires-in' ? [`${arg}=${args[index + 1] ?? ''}`] : [arg];
  });
  const text = { type: 'string' } as const;
  const options = { subject: text, role: text, 'expires-in': text, scope: text, ...HELP_OPTION };
  const parsed = parseCommandLine({ args: joined, options });
  if (typeof parsed === 'string') return parsed;
  const { values } = parsed;
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

async function printToken(request: TokenRequest): Promise<number> {
  const dataDir = dataDirOf(process.env);
  if (!existsSync(join(dataDir, 'identity'))) {
    console.error(
      `There is no instance in ${dataDir}, so there are no keys to sign with: set DATA_DIR to its folder, or run \`npm start\` first.`,
    );
    return 1;
  }
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

if (import.meta.main) {
  const parsed = readTokenRequest(process.argv.slice(2));
  process.exitCode = await runCommand({ parsed, usage: USAGE }, printToken);
}
