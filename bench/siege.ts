import { setTimeout as delay } from 'node:timers/promises';
import { startInstance, type TestInstance } from '../embedded/testing.ts';
import { verdict } from './audit.ts';
import { defineBench } from './bench.ts';
import { bookForAWhile, type Sample } from './load.ts';
import { percent, percentile, printHeading, printTable } from './report.ts';

const CLIENTS = 100;
const DURATION_MS = 60_000;
/** The provider's latency in the published test. */
const PROVIDER_MS = '400-620';
/** The share of accepted requests in the published test. */
const PUBLISHED = '47.1 %';

/** The published test's time limit for a call; a call that times out is repeated with the same key. */
const LIMITED = { PROVIDER_TIMEOUT: '610ms' };
/** Tighter limits: a customer waits at most 1.15 s in total. */
const IMPATIENT = {
  ...LIMITED,
  PROVIDER_BUDGET: '900ms',
  PAYMENT_TIMEOUT: '960ms',
  PAYMENT_BUDGET: '960ms',
  PAYMENT_WAIT: '700ms',
  PAYMENT_DEADLINE: '1150ms',
};
/** The same load before the measurement, to warm the processes up. */
const WARM_UP_MS = 10_000;

const STALL = { fromMs: 20_000, toMs: 40_000, latencyMs: '3000' };

/**
 * The load test of the published designs: 100 clients for 60 s, a provider that takes 400 to 620 ms, and a
 * limit of 610 ms for a call to it. In addition our own limits, and tighter ones, also with a provider that
 * takes 3 s for 20 s in the middle.
 */
async function measureSiege(): Promise<void> {
  printHeading(
    `Siege: ${CLIENTS} clients, ${DURATION_MS / 1_000} s, provider ${PROVIDER_MS} ms, one call limited to 610 ms`,
  );
  const own = await besiege({});
  const limited = await besiege(LIMITED);
  const impatient = await besiege(IMPATIENT);
  const stalled = await besiege(IMPATIENT, async (instance) => {
    await delay(STALL.fromMs);
    await setLatency(instance, STALL.latencyMs);
    await delay(STALL.toMs - STALL.fromMs);
    await setLatency(instance, PROVIDER_MS);
  });
  printTable(
    ['', 'requests', 'accepted', 'told to retry', 'other', 'p50 ms', 'p99 ms', 'max ms', 'auditor'],
    [
      ['published', '', PUBLISHED, '', '', '', '', '', ''],
      ['our own limits', ...summary(own.samples), own.verdict],
      ['610 ms a call', ...summary(limited.samples), limited.verdict],
      ['610 ms a call, 1.15 s in all', ...summary(impatient.samples), impatient.verdict],
      ['the same, 3 s for 20 s', ...summary(stalled.samples), stalled.verdict],
    ],
  );
  const after = stalled.samples.filter(({ at, outcome }) => at > STALL.toMs && outcome === 'BookRoomSuccess');
  const first = Math.min(...after.map(({ at, ms }) => at + ms));
  console.log(
    `\nFirst booking after the stall: ${((first - STALL.toMs) / 1_000).toFixed(1)} s after it ended.`,
  );
}

export const siege = defineBench(
  {
    name: 'siege',
    about: `Bookings under a slow provider: ${CLIENTS} clients, ${DURATION_MS / 1_000} s, beside the published ${PUBLISHED}.`,
    options: {},
  },
  measureSiege,
);

async function besiege(
  limits: Readonly<Record<string, string>>,
  meanwhile?: (instance: TestInstance) => Promise<void>,
) {
  await using instance = await startInstance({ env: { PSP_LATENCY_MS: PROVIDER_MS, ...limits } });
  await bookForAWhile({ instance, clients: CLIENTS, durationMs: WARM_UP_MS });
  const begun = Promise.withResolvers<void>();
  const [samples] = await Promise.all([
    bookForAWhile({ instance, clients: CLIENTS, durationMs: DURATION_MS, onBegin: begun.resolve }),
    begun.promise.then(() => meanwhile?.(instance)),
  ]);
  return { samples, verdict: await verdict(instance) };
}

function summary(samples: readonly Sample[]): readonly (string | number)[] {
  const count = (outcome: string) => samples.filter((each) => each.outcome === outcome).length;
  const [accepted, refused] = [count('BookRoomSuccess'), count('PaymentUnavailable')];
  const times = samples.map(({ ms }) => ms).sort((a, b) => a - b);
  return [
    samples.length,
    percent(accepted, samples.length),
    refused,
    samples.length - accepted - refused,
    ...[0.5, 0.99, 1].map((share) => Math.round(percentile(times, share))),
  ];
}

async function setLatency(instance: TestInstance, latencyMs: string): Promise<void> {
  const response = await fetch(`${instance.addressOf('psp')}/_control/settings`, {
    method: 'PATCH',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ latencyMs }),
  });
  if (!response.ok) throw new Error(`The provider did not accept its latency: ${await response.text()}`);
}
