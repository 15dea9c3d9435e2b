import { existsSync, mkdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Dispute } from '../domain/dispute.ts';
import type { PaymentIntent } from '../domain/payment-intent.ts';
import type { Refund } from '../domain/refund.ts';
import { openDatabase } from './database.ts';
import { createDeliveries, type Deliveries } from './deliveries.ts';
import { createDocuments, type Documents } from './documents.ts';
import { createIdempotencyKeys, type IdempotencyKeys } from './idempotency-keys.ts';

/** An event, with the object as it was at that time. */
export type LedgerEvent = {
  readonly id: string;
  readonly created: number;
  readonly type: string;
  /** The request that caused it; null if the provider acted by itself. */
  readonly request: { readonly id: string; readonly idempotencyKey: string | null } | null;
  readonly subject:
    | { readonly kind: 'payment_intent' | 'charge'; readonly intent: PaymentIntent }
    | { readonly kind: 'refund'; readonly refund: Refund }
    | { readonly kind: 'dispute'; readonly dispute: Dispute };
};

/**
 * Everything that the simulator stores. Writes happen inside `write`, which resolves when they are on disk.
 */
export type Store = {
  readonly intents: Documents<PaymentIntent>;
  readonly refunds: Documents<Refund>;
  readonly disputes: Documents<Dispute>;
  readonly events: Documents<LedgerEvent>;
  readonly deliveries: Deliveries;
  readonly keys: IdempotencyKeys;
  /** The money held per currency, in minor units: captured and not refunded. Above 2^53-1 it is rounded. */
  readonly balance: () => readonly { readonly currency: string; readonly amount: number }[];
  readonly addToBalance: (currency: string, amount: number) => void;
  readonly write: <T>(work: () => T) => Promise<T>;
  readonly settled: () => Promise<void>;
  readonly close: () => void;
};

/** Opens the ledger in its own folder, which is created unless it exists. */
export function openStore(folder: string): Store {
  makeFolder(resolve(folder));
  const database = openDatabase(join(folder, 'ledger.sqlite'));
  const { sql } = database;
  sql.exec('CREATE TABLE IF NOT EXISTS balance (currency TEXT PRIMARY KEY, amount INTEGER NOT NULL)');
  const add = sql.prepare(`INSERT INTO balance (currency, amount) VALUES (?, ?)
    ON CONFLICT (currency) DO UPDATE SET amount = amount + excluded.amount`);
  const balance = sql.prepare('SELECT currency, amount FROM balance ORDER BY currency');
  // A sum of amounts may be no safe integer, which the database refuses to read as a number.
  balance.setReadBigInts(true);
  return {
    intents: createDocuments<PaymentIntent>(sql, 'intents', ({ state }) => ({
      parent: null,
      due: state.status === 'requires_capture' ? state.captureBefore * 1000 : null,
    })),
    refunds: createDocuments<Refund>(sql, 'refunds', ({ intent, settles }) => ({
      parent: intent,
      due: settles,
    })),
    disputes: createDocuments<Dispute>(sql, 'disputes', ({ intent }) => ({ parent: intent, due: null })),
    events: createDocuments<LedgerEvent>(sql, 'events', ({ type }) => ({ parent: type, due: null })),
    deliveries: createDeliveries(sql),
    keys: createIdempotencyKeys(sql),
    balance: () =>
      balance.all().map((row) => ({ currency: String(row.currency), amount: Number(row.amount) })),
    addToBalance: (currency, amount) => {
      add.run(currency, amount);
    },
    write: database.write,
    settled: database.settled,
    close: database.close,
  };
}

// Node's own recursive mkdir never returns where nothing can be created, such as below /proc.
function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  makeFolder(dirname(folder));
  mkdirSync(folder, { mode: 0o700 });
}
