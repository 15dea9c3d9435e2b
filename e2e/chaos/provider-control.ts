import type { z } from 'zod';
import { ledgerAnswer } from '../../embedded/psp/cli-texts.ts';
import { DEFAULT_SETTINGS, OPTIONS } from '../../embedded/psp/settings/options.ts';
import type { Misbehaviour } from './plan-faults.ts';

export type LedgerLine = z.infer<typeof ledgerAnswer>[number];

/** The control interface of the simulated provider. */
export type ProviderControl = {
  /** Sets options. Returns false if it cannot be reached. @throws Error if it refuses them. */
  change(settings: Misbehaviour): Promise<boolean>;
  /** Resets the named options. Returns false if it cannot be reached. */
  restore(names: readonly string[]): Promise<boolean>;
  /** Ends all misbehaviour. Returns false if it cannot be reached. */
  reset(): Promise<boolean>;
  /**
   * Refunds the payment of a booking by hand, as in the dashboard; without an amount, what is left. Returns
   * whether the provider did it, and undefined without an answer.
   */
  refund(bookingId: string, amount: number | null): Promise<boolean | undefined>;
  /** All payment intents. @throws Error if it cannot be reached. */
  ledger(): Promise<readonly LedgerLine[]>;
};

const LIMIT_MS = 2_000;
const LEDGER_LIMIT_MS = 20_000;

/** @param url returns the address of the simulator */
export function createProviderControl(url: () => string): ProviderControl {
  async function order(method: 'PATCH' | 'POST', path: string, body?: object): Promise<boolean> {
    let response: Response;
    try {
      response = await fetch(new URL(`/_control/${path}`, url()), {
        method,
        headers: { 'content-type': 'application/json' },
        ...(body ? { body: JSON.stringify(body) } : {}),
        signal: AbortSignal.timeout(LIMIT_MS),
      });
      if (response.ok) return true;
    } catch {
      return false; // it is down, or hangs
    }
    throw new Error(`The provider refuses ${JSON.stringify(body)}: ${await response.text()}`);
  }

  async function ledger(): Promise<readonly LedgerLine[]> {
    const response = await fetch(new URL('/_control/ledger', url()), {
      signal: AbortSignal.timeout(LEDGER_LIMIT_MS),
    });
    return ledgerAnswer.parse(await response.json());
  }

  const change = (settings: Misbehaviour) => order('PATCH', 'settings', settings);
  return {
    change,
    restore: (names) =>
      change(
        Object.fromEntries(
          OPTIONS.filter(({ name }) => names.includes(name)).map(({ name, print }) => [
            name,
            print(DEFAULT_SETTINGS),
          ]),
        ),
      ),
    reset: () => order('POST', 'settings/reset'),
    async refund(bookingId, amount) {
      try {
        const intent = (await ledger()).find(
          ({ metadata, captured }) => metadata.bookingId === bookingId && captured > 0,
        );
        if (!intent) return false;
        const response = await fetch(new URL('/_control/dashboard/refunds', url()), {
          method: 'POST',
          body: JSON.stringify({ intent: intent.id, ...(amount === null ? {} : { amount }) }),
          signal: AbortSignal.timeout(LIMIT_MS),
        });
        return response.ok;
      } catch {
        return undefined; // it is down, or hangs
      }
    },
    ledger,
  };
}
