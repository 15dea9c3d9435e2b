import { z } from 'zod';
import type { SharedInstance } from './instance.ts';

/** The simulator of the payment provider, as a test controls it. */
export type Provider = {
  /** Makes it misbehave while the work runs; resets it afterwards, even if the work fails. */
  while<T>(misbehaviour: Readonly<Record<string, unknown>>, work: () => Promise<T>): Promise<T>;
  /** Changes the misbehaviour, inside of `while`. */
  misbehave(misbehaviour: Readonly<Record<string, unknown>>): Promise<void>;
  /** Its intents of those bookings. */
  intentsOf(bookingIds: readonly string[]): Promise<readonly Intent[]>;
};

const intent = z.object({
  status: z.string(),
  captured: z.int(),
  refunded: z.int(),
  metadata: z.record(z.string(), z.string()),
});
export type Intent = z.infer<typeof intent>;

export function providerOf(instance: SharedInstance): Provider {
  const control = (path: string, init?: RequestInit) =>
    fetch(`${instance.addressOf('psp')}/_control/${path}`, init).then(async (response) => {
      if (!response.ok) throw new Error(await response.text());
      return response.json();
    });

  async function misbehave(misbehaviour: Readonly<Record<string, unknown>>): Promise<void> {
    await control('settings', { method: 'PATCH', body: JSON.stringify(misbehaviour) });
  }

  return {
    misbehave,
    async while(misbehaviour, work) {
      await misbehave(misbehaviour);
      try {
        return await work();
      } finally {
        await control('settings/reset', { method: 'POST' });
      }
    },
    async intentsOf(bookingIds) {
      const ledger = z.array(intent).parse(await control('ledger'));
      return ledger.filter(({ metadata }) => bookingIds.includes(metadata.bookingId ?? ''));
    },
  };
}
