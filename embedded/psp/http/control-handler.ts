import type { IncomingMessage, ServerResponse } from 'node:http';
import type { z } from 'zod';
import { isLoopbackAddress } from '../../../platform/http/loopback.ts';
import { isRecord } from '../../../platform/type-guards.ts';
import type { Outcome } from '../api/route.ts';
import type { ApiRequest } from '../api/routes.ts';
import type { ledgerAnswer } from '../cli-texts.ts';
import type { Counters } from '../counters.ts';
import { capturable, type PaymentIntent, received, refunded } from '../domain/payment-intent.ts';
import type { Ledger } from '../ledger.ts';
import { printSettings, type SettingsBox } from '../settings/settings.ts';
import type { Store } from '../store/store.ts';
import { createDashboard, type DashboardResult } from './dashboard.ts';
import { readText, sendJson } from './exchange.ts';

/** The dependencies of the control interface. */
export type ControlDeps = {
  readonly store: Store;
  readonly ledger: Ledger;
  readonly routes: (request: ApiRequest) => Outcome;
  readonly settings: SettingsBox;
  readonly counters: Counters;
  readonly webhookUrl: string | undefined;
  readonly onChange: (settings: Readonly<Record<string, string>>) => void;
  readonly wakeDeliverer: () => void;
  /** Called when something new is on disk. */
  readonly afterWrite: () => void;
  readonly now: () => number;
};

type Reply = { readonly code: number; readonly body: unknown };

const LONGEST_BODY = 64 * 1024;

/** Serves `/_control/…` to callers on this machine only. */
export function createControlHandler(
  deps: ControlDeps,
): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  const { store, settings, counters, webhookUrl, onChange, wakeDeliverer, now } = deps;
  const dashboard = createDashboard(deps);

  const status = () => ({
    settings: printSettings(settings.current()),
    counters: counters.read(),
    ledger: {
      intents: store.intents.count(),
      refunds: store.refunds.count(),
      events: store.events.count(),
      webhooksPending: store.deliveries.count(),
      balance: store.balance(),
    },
    webhookUrl: webhookUrl ?? null,
  });

  function change(text: string | undefined): Reply {
    const patch = text === undefined ? undefined : parseObject(text);
    if (patch === undefined) return { code: 400, body: { error: 'expected a JSON object of options' } };
    const changed = settings.change(patch);
    if (changed.kind === 'refused') return { code: 400, body: { error: changed.message } };
    onChange(printSettings(changed.settings));
    return { code: 200, body: status() };
  }

  async function resend(text: string | undefined): Promise<Reply> {
    const { event } = (text === undefined || text === '' ? {} : parseObject(text)) ?? {};
    if (event !== undefined && (typeof event !== 'string' || store.events.get(event) === undefined)) {
      return { code: 404, body: { error: `no such event: ${String(event)}` } };
    }
    if (webhookUrl === undefined) {
      return { code: 409, body: { error: 'no WEBHOOK_URL is set, so there is nowhere to deliver to' } };
    }
    const pending = await store.write(() => {
      if (typeof event === 'string') store.deliveries.add(event, now());
      else store.deliveries.hurry(now());
      return store.deliveries.count();
    });
    wakeDeliverer();
    return { code: 202, body: { pending } };
  }

  async function reply(order: string, text: string | undefined): Promise<Reply> {
    switch (order) {
      case 'GET /_control/settings':
        return { code: 200, body: status() };
      case 'PATCH /_control/settings':
        return change(text);
      case 'POST /_control/settings/reset':
        onChange(printSettings(settings.reset()));
        return { code: 200, body: status() };
      case 'GET /_control/ledger':
        return { code: 200, body: [...store.intents.each()].map(ledgerLine) };
      case 'POST /_control/webhooks/deliver':
        return resend(text);
      case 'POST /_control/dashboard/refunds':
        return done(await dashboard.refund(text));
      case 'POST /_control/dashboard/disputes':
        return done(await dashboard.dispute(text));
      case 'POST /_control/dashboard/disputes/close':
        return done(await dashboard.close(text));
      default:
        return { code: 404, body: { error: `no such control request: ${order}` } };
    }
  }

  function done(result: DashboardResult): Reply {
    if ('error' in result) return { code: 400, body: result };
    deps.afterWrite();
    return { code: 200, body: result.object };
  }

  return async (request, response) => {
    const text = await readText(request, LONGEST_BODY);
    const path = request.url?.split('?', 1)[0] ?? '';
    const { code, body } = isLoopbackAddress(request.socket.remoteAddress)
      ? await reply(`${request.method} ${path}`, text)
      : { code: 403, body: { error: 'the control interface answers on this machine only' } };
    await store.settled();
    sendJson(response, code, JSON.stringify(body));
  };
}

function ledgerLine(intent: PaymentIntent): z.infer<typeof ledgerAnswer>[number] {
  return {
    id: intent.id,
    created: new Date(intent.created * 1000).toISOString(),
    amount: intent.amount,
    currency: intent.currency,
    status: intent.state.status,
    capturable: capturable(intent),
    captured: received(intent),
    refunded: refunded(intent),
    metadata: intent.metadata,
  };
}

function parseObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
