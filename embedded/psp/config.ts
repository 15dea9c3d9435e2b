import { randomInt } from 'node:crypto';
import { ConfigError } from '../../platform/config/config-error.ts';
import type { Environment } from '../../platform/config/environment.ts';
import { readSettings } from '../../platform/config/read-settings.ts';
import { DEFAULT_SETTINGS, OPTIONS, type Settings } from './settings/options.ts';
import { SIMULATOR_TABLE } from './settings-table.ts';

/** The configuration of the process. */
export type Config = {
  readonly host: string;
  readonly port: number;
  /** The address by which browsers reach it; undefined for the one that it listens on. */
  readonly publicUrl: string | undefined;
  readonly dataDir: string;
  readonly apiKey: string;
  /** Where webhooks are sent, and the secret that signs them; undefined for nowhere. */
  readonly webhook: { readonly url: string; readonly secret: string } | undefined;
  readonly logLevel: string;
  readonly settings: Settings;
};

/**
 * Reads the environment. An unknown `PSP_*` variable is refused, because it is probably a misspelling.
 *
 * @throws ConfigError that names everything that is wrong
 */
export function readConfig(env: Environment): Config {
  const unknown = Object.keys(env)
    .filter((name) => name.startsWith('PSP_') && env[name] && !OPTIONS.some((option) => option.env === name))
    .map((name) => `${name} is no option of the simulator`);
  const { host, port, publicUrl, dataDir, apiKey, logLevel, webhook, behaviour } = readOr(unknown, env);
  const { url, secret } = webhook;
  const settings = OPTIONS.reduce(
    (result, option) => option.apply(result, behaviour[option.name] ?? '') ?? result,
    DEFAULT_SETTINGS,
  );
  return {
    host,
    port,
    publicUrl: publicUrl?.replace(/\/$/, ''),
    dataDir,
    apiKey,
    webhook: url === undefined || secret === undefined ? undefined : { url, secret },
    logLevel,
    settings: { ...settings, seed: settings.seed === 0 ? randomInt(1, 2 ** 31) : settings.seed },
  };
}

/** Reads the table, and adds problems that were found before. */
function readOr(found: readonly string[], env: Environment) {
  try {
    const read = readSettings(SIMULATOR_TABLE, env);
    if (found.length === 0) return read;
  } catch (error) {
    if (error instanceof ConfigError) throw new ConfigError([...found, ...error.problems]);
    throw error;
  }
  throw new ConfigError(found);
}
