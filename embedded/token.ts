/** `npm run --silent token -- --subject alice --role customer`: prints a bearer token of the local issuer. */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { isRole, ROLES } from '../platform/identity/identity.ts';
import { messageOf } from './cannot-start.ts';
import { openIssuer, type TokenRequest } from './issuer.ts';

const usage = `Usage: npm run --silent token -- --subject NAME --role ${ROLES.join('|')} [--expires-in 12h] [--scope "a b"]
  --expires-in  seconds, or 30s, 15m, 2h, 7d; below zero gives a token that has expired (default 12h)`;

const units: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600, d: 86_400 };

/** Reads the command's arguments; the text says what is wrong with them. */
export function readTokenRequest(args: readonly string[]): TokenRequest | string {
  // A value such as -60 would be taken for an option when it stands apart.
  const joined = args.flatMap((arg, index) => {
    if (args[index - 1] === '--expires-in') return [];
    return arg === '--expires-in' ? [`${arg}=${args[index + 1] ?? ''}`] : [arg];
  });
  const text = { type: 'string' } as const;
  const options = { subject: text, role: text, 'expires-in': text, scope: text };
  let values: ReturnType<typeof parseArgs<{ options: typeof options }>>['values'];
  try {
    ({ values } = parseArgs({ args: joined, options }));
  } catch (error) {
    return messageOf(error);
  }
  const { subject, role, 'expires-in': lifetime = '12h', scope } = values;
  if (subject === undefined || subject === '') return '--subject is missing.';
  if (!isRole(role)) return `--role takes one of ${ROLES.join(', ')}.`;
  const [, amount, unit = 's'] = /^(-?\d+)([smhd])?$/.exec(lifetime) ?? [];
  if (amount === undefined)
    return `--expires-in takes seconds or a time such as 15m or 2h, not "${lifetime}".`;
  const expiresIn = Number(amount) * (units[unit] ?? 1);
  return { subject, role, expiresIn, ...(scope === undefined ? {} : { scope }) };
}

if (import.meta.main) {
  const request = readTokenRequest(process.argv.slice(2));
  if (typeof request === 'string') {
    console.error(`${request}\n${usage}`);
    process.exitCode = 2;
  } else {
    const issuer = await openIssuer(resolve(process.env.DATA_DIR || '.data'));
    console.log(await issuer.mint(request));
  }
}
