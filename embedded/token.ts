/** `npm run --silent token -- --subject alice --role customer`: prints a bearer token of the local issuer. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Command, defineCommand, runCommand } from '../platform/config/command-line.ts';
import { environment } from '../platform/config/environment.ts';
import { errorCode } from '../platform/errors.ts';
import { isAddress, isLocale, ROLES } from '../platform/identity/identity.ts';
import { openIssuer, type TokenRequest } from './issuer.ts';
import { dataDirOf } from './launcher/settings.ts';

const SECONDS_PER_UNIT: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600, d: 86_400 };

const DEFINED = defineCommand(
  {
    forms: [`npm run --silent token -- --subject NAME --role ${ROLES.join('|')} [options]`],
    about: 'Prints a bearer token.',
    options: {
      subject: { type: 'text', value: 'NAME', about: 'who it is for' },
      role: { type: 'choice', of: ROLES, about: 'what they may do' },
      'expires-in': {
        type: 'text',
        value: 'TIME',
        default: '12h',
        about: 'seconds, or 30s, 15m, 2h, 7d; a negative value gives an expired token',
      },
      scope: { type: 'text', value: '"A B"', about: 'scopes in addition to those of the role' },
      email: { type: 'text', value: 'ADDRESS', about: 'where messages are sent by e-mail' },
      locale: { type: 'text', value: 'LOCALE', about: 'the language of messages, such as ko-KR' },
    },
    notes: ['DATA_DIR (default .data) selects the instance whose keys sign it.'],
    examples: ['npm run --silent token -- --subject alice --role customer --expires-in 15m'],
    status: '0 printed, 1 there are no keys, 2 wrong usage',
  },
  ({ values: { subject, role, 'expires-in': lifetime, scope, email, locale } }): TokenRequest | string => {
    if (subject === undefined || subject === '') return '--subject is missing.';
    if (role === undefined) return `--role is missing: it takes one of ${ROLES.join(', ')}.`;
    const [, amount, unit = 's'] = /^(-?\d+)([smhd])?$/.exec(lifetime) ?? [];
    if (amount === undefined)
      return `--expires-in takes seconds or a time such as 15m or 2h, not "${lifetime}".`;
    const expiresIn = Number(amount) * (SECONDS_PER_UNIT[unit] ?? 1);
    if (email !== undefined && !isAddress(email)) return `--email takes an address, not "${email}".`;
    if (locale !== undefined && !isLocale(locale)) return `--locale takes such as ko-KR, not "${locale}".`;
    return {
      subject,
      role,
      expiresIn,
      ...(scope === undefined ? {} : { scope }),
      ...(email === undefined ? {} : { email }),
      ...(locale === undefined ? {} : { locale }),
    };
  },
);

export const TOKEN: Command<TokenRequest> = {
  ...DEFINED,
  read(args) {
    // A separate value such as -60 would be parsed as an option.
    const joined = args.flatMap((arg, index) => {
      if (args[index - 1] === '--expires-in') return [];
      return arg === '--expires-in' ? [`${arg}=${args[index + 1] ?? ''}`] : [arg];
    });
    return DEFINED.read(joined);
  },
};

async function printToken(request: TokenRequest): Promise<number> {
  const dataDir = dataDirOf(environment);
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
  process.exitCode = await runCommand(TOKEN, process.argv.slice(2), printToken);
}
