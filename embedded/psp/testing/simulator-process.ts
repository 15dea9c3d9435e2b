import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import Stripe from 'stripe';
import { z } from 'zod';
import { ledgerAnswer, statusAnswer } from '../cli-texts.ts';

const dashboardAnswer = z.union([z.object({ error: z.string() }), z.object({ id: z.string() })]);

/** A simulator in its own process, and a Stripe SDK that uses it. */
export type SimulatorProcess = AsyncDisposable & {
  readonly url: string;
  readonly dataDir: string;
  readonly stripe: Stripe;
  /** Ends the process by the signal and returns its exit status. */
  readonly end: (signal: NodeJS.Signals) => Promise<number | null>;
  readonly status: () => Promise<z.infer<typeof statusAnswer>>;
  readonly ledger: () => Promise<z.infer<typeof ledgerAnswer>>;
  /** Does by hand what the dashboard does: `refunds`, `disputes`, `disputes/close`. Returns the object. */
  readonly dashboard: (what: string, order: object) => Promise<{ readonly id: string }>;
  /** Changes settings. */
  readonly set: (patch: Readonly<Record<string, unknown>>) => Promise<Response>;
};

/** The key that the simulators of tests accept. */
export const API_KEY = 'sk_test_simulator';

/** The folder and environment with which the next process of the same ledger starts. */
export type SimulatorStart = {
  readonly dataDir?: string;
  readonly env?: Readonly<Record<string, string>>;
};

/**
 * Starts a simulator and waits until it is ready. Disposing of it kills it and removes its folder if it
 * created one.
 */
export async function startProcess({
  dataDir: given,
  env = {},
}: SimulatorStart = {}): Promise<SimulatorProcess> {
  const dataDir = given ?? mkdtempSync(join(tmpdir(), 'psp-'));
  const child = spawn(process.execPath, [join(import.meta.dirname, '../main.ts')], {
    env: { PATH: process.env.PATH, DATA_DIR: dataDir, PORT: '0', STRIPE_API_KEY: API_KEY, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const tidy = async () => {
    await end(child, 'SIGKILL');
    if (given === undefined) rmSync(dataDir, { recursive: true, force: true });
  };
  const url = await readyUrl(child).catch(async (error: unknown) => {
    await tidy();
    throw error;
  });
  return {
    url,
    dataDir,
    stripe: sdkFor(url),
    end: (signal) => end(child, signal),
    status: async () => statusAnswer.parse(await (await fetch(`${url}/_control/settings`)).json()),
    ledger: async () => ledgerAnswer.parse(await (await fetch(`${url}/_control/ledger`)).json()),
    dashboard: async (what, order) => {
      const response = await fetch(`${url}/_control/dashboard/${what}`, {
        method: 'POST',
        body: JSON.stringify(order),
      });
      const answer = dashboardAnswer.parse(await response.json());
      if ('error' in answer) throw new Error(answer.error);
      return answer;
    },
    set: (patch) => fetch(`${url}/_control/settings`, { method: 'PATCH', body: JSON.stringify(patch) }),
    [Symbol.asyncDispose]: tidy,
  };
}

/** The official SDK against a simulator, without retries. */
export function sdkFor(url: string, apiKey = API_KEY): Stripe {
  const { hostname, port } = new URL(url);
  return new Stripe(apiKey, { host: hostname, port, protocol: 'http', maxNetworkRetries: 0, timeout: 5000 });
}

/** The parameters of a manual authorisation. */
export function authorisation(paymentMethod = 'pm_card_visa') {
  return {
    amount: 12_000,
    currency: 'krw',
    payment_method: paymentMethod,
    confirm: true,
    capture_method: 'manual',
  } as const;
}

/** The Stripe error of a promise that must fail. */
export async function failureOf(promise: Promise<unknown>): Promise<Stripe.errors.StripeError> {
  try {
    await promise;
  } catch (fault) {
    if (fault instanceof Stripe.errors.StripeError) return fault;
    throw fault;
  }
  throw new Error('expected an error of Stripe, and there was none');
}

async function readyUrl(child: ChildProcess): Promise<string> {
  if (child.stdout === null) throw new Error('the simulator has no output');
  for await (const line of createInterface({ input: child.stdout })) {
    const entry: { msg?: string; url?: string } = JSON.parse(line);
    if (entry.msg === 'payment simulator ready' && entry.url !== undefined) {
      child.stdout.resume();
      return entry.url;
    }
  }
  throw new Error('the simulator ended before it was ready');
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
  const exited = once(child, 'exit');
  child.kill(signal);
  await exited;
  return child.exitCode;
}
