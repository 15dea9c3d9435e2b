import { z } from 'zod';
import { LOG_LEVEL, PRODUCTION } from '../../platform/config/process-settings.ts';
import { section, settingType } from '../../platform/config/setting.ts';
import { HTTP, port, text, url } from '../../platform/config/setting-kinds.ts';
import { DEFAULT_SETTINGS, OPTIONS, type Option } from './settings/options.ts';

/** The misbehaviour at the start, as text: `npm run psp` changes it later. */
const behaviour = Object.fromEntries(OPTIONS.map((option) => [option.name, ofOption(option)]));

function ofOption(option: Option) {
  return settingType(option.expects, (value) =>
    typeof value === 'string' && option.apply(DEFAULT_SETTINGS, value) ? value : undefined,
  ).optional({
    env: option.env,
    defaultText: option.print(DEFAULT_SETTINGS),
    description: option.meaning,
  });
}

/** What can be set for the simulator of the payment provider. */
export const SIMULATOR_TABLE = z.strictObject({
  host: text.withDefault('127.0.0.1', { env: 'HOST', description: 'address to listen on' }),
  port: port.withDefault(0, { env: 'PORT', description: 'port to listen on; 0 picks a free one' }),
  publicUrl: url(...HTTP).optional({
    env: 'PUBLIC_URL',
    defaultText: 'the one that it listens on',
    description: 'address by which browsers reach it, for the page on which a payment is confirmed',
  }),
  production: PRODUCTION,
  logLevel: LOG_LEVEL,
  dataDir: text.required({
    env: 'DATA_DIR',
    defaultText: 'required; `npm start` sets it',
    description: 'folder for payments and keys',
  }),
  apiKey: text.required({
    env: 'STRIPE_API_KEY',
    isSecret: true,
    defaultText: 'required; `npm start` makes one',
    description: 'key that clients of the API have to send',
  }),
  webhook: section(
    {
      url: url(...HTTP).optional({
        env: 'WEBHOOK_URL',
        defaultText: 'none: no webhooks are sent',
        description: 'where webhooks are sent',
      }),
      secret: text.optional({
        env: 'STRIPE_WEBHOOK_SECRET',
        isSecret: true,
        defaultText: 'none; required with `WEBHOOK_URL`',
        description: 'secret with which webhooks are signed',
      }),
    },
    (webhook) =>
      webhook.url === undefined || webhook.secret !== undefined
        ? []
        : ['STRIPE_WEBHOOK_SECRET is not set: expected the secret that signs webhooks to WEBHOOK_URL'],
  ),
  behaviour: section(behaviour),
});
