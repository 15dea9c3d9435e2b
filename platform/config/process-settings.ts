import { section, settingType } from './setting.ts';
import { anyDuration, duration, listed, oneOf, wholeNumber } from './setting-kinds.ts';

const MODES = ['development', 'production', 'test'] as const;

/** NODE_ENV, or a boolean in a file. Another word would open what is meant to be closed. */
const productionMode = settingType(listed(MODES), (value) => {
  if (typeof value === 'boolean') return value;
  return MODES.some((mode) => mode === value) ? value === 'production' : undefined;
});

/** Whether the closed defaults of production hold. */
export const PRODUCTION = productionMode.withDefault(false, {
  env: 'NODE_ENV',
  description: 'applies the production defaults of this table; set with `NODE_ENV=production`',
});

export const LOG_LEVEL = oneOf('trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent').withDefault(
  'info',
  {
    env: 'LOG_LEVEL',
    description: 'least level of the log lines that are written; `silent` turns the log off',
  },
);

/** How a process ends after SIGTERM. Both are read by every service and the router. */
export const SHUTDOWN = section(
  {
    delay: anyDuration.withDefault(0, {
      env: 'SHUTDOWN_DELAY',
      description:
        'how long a process that was told to stop is not ready and serves as before, so that load balancers notice',
    }),
    timeout: duration.withDefault(20_000, {
      env: 'SHUTDOWN_TIMEOUT',
      description:
        'how long a process may take to stop, the delay included; then it exits with 1 and what it has not done is repeated by another',
    }),
  },
  ({ delay, timeout }) =>
    delay < timeout
      ? []
      : [
          `SHUTDOWN_DELAY (${delay} ms) is not below SHUTDOWN_TIMEOUT (${timeout} ms): nothing would be drained`,
        ],
);

export type ShutdownSettings = { readonly delay: number; readonly timeout: number };

/** The free space of the stores' disk below which changes are refused, in megabytes. */
export const LOW_WATER_MB = wholeNumber('0 or more megabytes', 0).withDefault(64, {
  env: 'DISK_LOW_WATER_MB',
  description: 'free megabytes of the disk of the stores below which changes are refused',
});

/** The largest log of a process, in megabytes. */
export const LOG_LIMIT_MB = wholeNumber('1 or more megabytes', 1).withDefault(10, {
  env: 'LOG_LIMIT_MB',
  description: 'largest log of a process in megabytes; then it is rotated',
});

export const BYTES_PER_MB = 2 ** 20;
