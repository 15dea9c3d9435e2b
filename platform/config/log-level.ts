import type { Env } from './env.ts';

const LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;

/** Reads LOG_LEVEL, which is `info` by default; `silent` turns the log off. @throws ConfigError */
export function readLogLevel(env: Env): (typeof LEVELS)[number] {
  return env.choice('LOG_LEVEL', LEVELS, 'info');
}
