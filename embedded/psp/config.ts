import { randomInt } from 'node:crypto';
import { z } from 'zod';
import type { Settings } from './settings/options.ts';
import { settingsFromEnv } from './settings/settings.ts';

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

const environment = z.object({
  HOST: z.string().min(1).default('127.0.0.1'),
  PORT: z.coerce.number().int().min(0).max(65_535).default(0),
  PUBLIC_URL: z.url({ protocol: /^https?$/ }).optional(),
  DATA_DIR: z.string('is not set').min(1),
  STRIPE_API_KEY: z.string('is not set').min(1),
  WEBHOOK_URL: z.url({ protocol: /^https?$/ }).optional(),
  STRIPE_WEBHOOK_SECRET: z.string().min(1).optional(),
  NODE_ENV: z.enum(['development', 'production', 'test']).default('development'),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
});

/** Reads the environment, or returns the first error as a line that names the variable. */
export function readConfig(
  env: Readonly<Record<string, string | undefined>>,
): Config | { readonly fault: string } {
  // An empty variable counts as unset.
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const read = environment.safeParse(given);
  if (!read.success) {
    const issue = read.error.issues[0];
    return { fault: `${String(issue?.path[0])}: ${issue?.message}` };
  }
  const { WEBHOOK_URL: url, STRIPE_WEBHOOK_SECRET: secret } = read.data;
  if (url !== undefined && secret === undefined)
    return { fault: 'STRIPE_WEBHOOK_SECRET: is not set, and webhooks to WEBHOOK_URL have to be signed' };
  const webhook = url === undefined || secret === undefined ? undefined : { url, secret };
  const settings = settingsFromEnv(env);
  if (settings.kind === 'refused') return { fault: settings.message };
  const { seed } = settings.settings;
  return {
    host: read.data.HOST,
    port: read.data.PORT,
    publicUrl: read.data.PUBLIC_URL?.replace(/\/$/, ''),
    dataDir: read.data.DATA_DIR,
    apiKey: read.data.STRIPE_API_KEY,
    webhook,
    logLevel: read.data.LOG_LEVEL,
    settings: { ...settings.settings, seed: seed === 0 ? randomInt(1, 2 ** 31) : seed },
  };
}
