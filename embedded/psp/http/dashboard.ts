import { z } from 'zod';
import { type Json, renderDispute } from '../api/render.ts';
import type { Outcome } from '../api/route.ts';
import type { ApiRequest } from '../api/routes.ts';
import { closeDispute, type DisputeChange, openDispute } from '../domain/dispute.ts';
import { type Failure, missing } from '../domain/failure.ts';
import { newId } from '../ids.ts';
import type { Ledger } from '../ledger.ts';
import type { Store } from '../store/store.ts';

/** What people do at the provider by hand, without the service that made the payment. */
export type Dashboard = {
  /** Refunds an intent; without an amount, what is left. */
  readonly refund: (text: string | undefined) => Promise<DashboardResult>;
  /** Opens a dispute of an intent, as its customer's bank does. */
  readonly dispute: (text: string | undefined) => Promise<DashboardResult>;
  /** Decides a dispute. */
  readonly close: (text: string | undefined) => Promise<DashboardResult>;
};

/** The object as the API renders it, or why nothing was done. */
export type DashboardResult = { readonly object: Json } | { readonly error: string };

const amount = z.int().min(1).optional();
const refundOrder = z.strictObject({ intent: z.string(), amount });
const disputeOrder = z.strictObject({
  intent: z.string(),
  amount,
  reason: z.string().max(100).default('fraudulent'),
  inquiry: z.boolean().default(false),
});
const closeOrder = z.strictObject({ dispute: z.string(), outcome: z.enum(['won', 'lost']) });

/** Creates the dashboard over the ledger. */
export function createDashboard({
  store,
  ledger,
  routes,
  now,
}: {
  readonly store: Store;
  readonly ledger: Ledger;
  readonly routes: (request: ApiRequest) => Outcome;
  readonly now: () => number;
}): Dashboard {
  /** Runs an order in one write. Nobody's request causes what is done by hand. */
  async function run<Order>(
    schema: z.ZodType<Order>,
    text: string | undefined,
    work: (order: Order) => DashboardResult,
  ): Promise<DashboardResult> {
    const order = schema.safeParse(jsonOf(text));
    return order.success ? store.write(() => work(order.data)) : { error: z.prettifyError(order.error) };
  }

  function save(
    change: DisputeChange | { readonly kind: 'refused'; readonly failure: Failure },
  ): DashboardResult {
    if (change.kind === 'refused') return { error: change.failure.message };
    ledger.saveDispute(change, null);
    return { object: renderDispute(change.dispute) };
  }

  return {
    refund: (text) =>
      run(refundOrder, text, ({ intent, amount: part }) => {
        const form = { payment_intent: intent, ...(part === undefined ? {} : { amount: String(part) }) };
        const { status, body } = routes({ method: 'POST', path: '/v1/refunds', form, cause: null });
        return status === 200 ? { object: body } : { error: JSON.stringify(body) };
      }),

    dispute: (text) =>
      run(disputeOrder, text, ({ intent: id, amount: part, reason, inquiry: isInquiry }) => {
        const intent = ledger.intent(id);
        if (intent === undefined) return { error: missing('payment_intent', id, 'intent').message };
        const at = Math.floor(now() / 1000);
        return save(openDispute(intent, { id: newId('du'), at, amount: part ?? null, reason, isInquiry }));
      }),

    close: (text) =>
      run(closeOrder, text, ({ dispute: id, outcome }) =>
        save(closeDispute(store.disputes.get(id), { id, isWon: outcome === 'won' })),
      ),
  };
}

function jsonOf(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return undefined;
  }
}
