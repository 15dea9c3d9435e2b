import { describe, expect, test } from 'vitest';
import { problemsOf } from '../../platform/config/config-error.ts';
import { readConfig } from './config.ts';

const REQUIRED = { DATA_DIR: '/data', STRIPE_API_KEY: 'sk_test_s3cr3t' };

describe('the environment of the simulator', () => {
  test('has a variable for every option', () => {
    const { settings } = readConfig({
      ...REQUIRED,
      PSP_LATENCY_MS: '400-620',
      PSP_HANG: 'true',
      PSP_FAIL_RATE: '0.2',
      HOME: '/',
    });
    expect(settings).toMatchObject({ latencyMs: { from: 400, to: 620 }, hang: true, failRate: 0.2 });
  });

  test.each([
    ['PSP_LATENCY_MS', '620-400'],
    ['PSP_LATENCY_MS', '-5'],
    ['PSP_FAIL_RATE', '1.5'],
    ['PSP_FAIL_RATE', 'often'],
    ['PSP_HANG', 'maybe'],
    ['PSP_AUTH_LIFETIME_S', '0'],
    ['PSP_FAIL_AFTER_AS', '404'],
    ['PSP_WEBHOOK_EVENTS', 'all'],
    ['PSP_LATENCI_MS', '5'],
  ])('%s=%s is refused, and the variable named', (name, value) => {
    expect(() => readConfig({ ...REQUIRED, [name]: value })).toThrow(name);
  });

  test('is refused with everything that is wrong', () => {
    const env = { PSP_LATENCI_MS: '5', PORT: 'x', WEBHOOK_URL: 'http://a/', DATA_DIR: '/data' };
    expect(problemsOf(() => readConfig(env))).toEqual([
      'PSP_LATENCI_MS is no option of the simulator',
      'PORT=x is invalid: expected a whole number from 0 to 65535',
      'STRIPE_API_KEY is not set: expected a string',
      'STRIPE_WEBHOOK_SECRET is not set: expected the secret that signs webhooks to WEBHOOK_URL',
    ]);
  });
});
