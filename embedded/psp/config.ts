import { randomInt } from 'node:crypto';
import { z } from 'zod';
import type { Settings } from './settings/options.ts';
import { settingsFromEnv } from './settings/settings.ts';

/** The configuration of the process. */
export type Config = {
  readonly host: string;
  readonly port: number;
  readonly dataDir: string;
  readonly apiKey: string;
  readonly webhookUrl: string | undefined;
  readonly webhookSecret: string;
  readonly logLevel: string;
  readonly settings: Settings;
};

const environment = z.object({
  HOST: z.string().min(1).default('127.0.0.1'),
  PORT: z.coerce.number().int().min(0).max(65_535).default(0),
  DATA_DIR: z.string().min(1),
  STRIPE_API_KEY: z.string().min(1).default('sk_test_simulator'),
  WEBHOOK_URL: z.url({ protocol: /^https?$/ }).optional(),
  STRIPE_WEBHOOK_SECRET: z.string().min(1).default('whsec_simulator'),
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
  const settings = settingsFromEnv(env);
  if (settings.kind === 'refused') return { fault: settings.message };
  const { seed } = settings.settings;
  return {
    host: read.data.HOST,
    port: read.data.PORT,
    dataDir: read.data.DATA_DIR,
    apiKey: read.data.STRIPE_API_KEY,
    webhookUrl: read.data.WEBHOOK_URL,
    webhookSecret: read.data.STRIPE_WEBHOOK_SECRET,
    logLevel: read.data.LOG_LEVEL,
    settings: { ...settings.settings, seed: seed === 0 ? randomInt(1, 2 ** 31) : seed },
  };
}
