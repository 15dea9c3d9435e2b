import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Logger } from 'pino';
import { createDrain } from '../../platform/http/drain.ts';
import { startAgenda } from './agenda.ts';
import { createRoutes } from './api/routes.ts';
import type { Config } from './config.ts';
import { createCounters } from './counters.ts';
import { AUTHENTICATION_PATH } from './domain/payment-intent.ts';
import type { Moment } from './domain/payment-intent-decide.ts';
import { createAuthenticationPage } from './http/authentication-page.ts';
import { isFromPage, isRebound } from './http/callers.ts';
import { createControlHandler } from './http/control-handler.ts';
import { sendJson } from './http/exchange.ts';
import { createStripeHandler } from './http/stripe-handler.ts';
import { createLedger } from './ledger.ts';
import { createChance } from './settings/chance.ts';
import { createSettings } from './settings/settings.ts';
import { openStore } from './store/store.ts';
import { startDeliverer } from './webhook-deliverer.ts';

/** A running simulator. */
export type Simulator = {
  /** Its address, such as `http://127.0.0.1:23456`. */
  readonly url: string;
  /**
   * Finishes current requests (at most 10 s), then closes. Undelivered webhooks are kept for the next start.
   */
  readonly drain: () => Promise<void>;
};

/** In the form of Stripe's errors. */
const FOREIGN =
  '{"error":{"type":"invalid_request_error","message":"Only programs are answered here, under a name of this machine."}}';
const DRAIN_MS = 10_000;
/**
 * A drain waits for as long as this. It is short, because a new connection on this machine costs next to
 * nothing.
 */
const KEEP_ALIVE_MS = 2_000;

/** Opens the ledger and listens. Rejects if the port is taken or the folder cannot be written. */
export async function startSimulator(
  config: Config,
  { log, onFault }: { readonly log: Logger; readonly onFault: (fault: unknown) => void },
): Promise<Simulator> {
  const now = Date.now;
  const store = openStore(config.dataDir);
  const settings = createSettings(config.settings);
  const chance = createChance(config.settings.seed);
  const counters = createCounters();
  const webhooks = config.webhook !== undefined;
  const shared = { store, settings: settings.current, chance, counters, now };
  const ledger = createLedger({ ...shared, webhooks });

  const deliverer =
    config.webhook === undefined
      ? undefined
      : startDeliverer({
          ...shared,
          ...config.webhook,
          onReceiver: ({ isTaking, why }) =>
            isTaking ? log.info('webhooks are taken again') : log.warn({ why }, 'webhooks are not taken'),
          onFault,
        });
  const wakeDeliverer = (): void => deliverer?.wake();
  const agenda = startAgenda({ store, ledger, onDone: wakeDeliverer, onFault, now });
  const moment = (): Moment => ({
    at: Math.floor(now() / 1000),
    authLifetimeS: settings.current().authLifetimeS,
  });
  /** Known once it listens. */
  let url = '';
  const routes = createRoutes({ ...shared, ledger, moment, baseUrl: () => config.publicUrl ?? url });
  const afterWrite = (): void => {
    agenda.wake();
    wakeDeliverer();
  };
  const stripe = createStripeHandler({
    ...shared,
    apiKey: config.apiKey,
    routes,
    afterWrite,
  });
  const control = createControlHandler({
    store,
    settings,
    counters,
    ledger,
    routes,
    afterWrite,
    webhookUrl: config.webhook?.url,
    onChange: (changed) => log.info({ settings: changed }, 'settings changed'),
    wakeDeliverer,
    now,
  });

  const authenticationPage = createAuthenticationPage({ store, ledger, counters, moment, afterWrite });

  async function route(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url?.split('?', 1)[0] ?? '';
    const isForPrograms = path.startsWith('/v1/') || path.startsWith('/_control/');
    if (isRebound(request) || (isForPrograms && isFromPage(request))) {
      request.resume();
      return sendJson(response, 403, FOREIGN);
    }
    if (path.startsWith('/v1/')) return stripe.handle(request, response);
    if (path.startsWith('/_control/')) return control(request, response);
    if (path.startsWith(AUTHENTICATION_PATH)) return authenticationPage(request, response);
    request.resume();
    if (path === '/health/live') return sendJson(response, 200, '{"status":"ok"}');
    if (path === '/health/ready') {
      return drain.isDraining()
        ? sendJson(response, 503, '{"status":"unavailable","missing":["draining"]}')
        : sendJson(response, 200, '{"status":"ok"}');
    }
    sendJson(response, 404, '{"error":"not found"}');
  }

  const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS }, (request, response) => {
    const correlationId = request.headers['x-correlation-id'];
    const started = performance.now();
    response.on('close', () => {
      if (!log.isLevelEnabled('debug')) return;
      const ms = Math.round(performance.now() - started);
      const { method, url } = request;
      log.debug({ correlationId, method, url, status: response.statusCode, ms }, 'request');
    });
    route(request, response).catch((fault: unknown) => {
      log.error({ err: fault, correlationId, url: request.url }, 'request failed');
      if (response.headersSent) response.destroy();
      else sendJson(response, 500, '{"error":{"type":"api_error","message":"An unknown error occurred"}}');
    });
  });
  const drain = createDrain(server);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(config.port, config.host, resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server listens on no port');
  const host = config.host.includes(':') ? `[${config.host}]` : config.host;
  url = `http://${host}:${address.port}`;

  return {
    url,
    drain: async () => {
      agenda.stop();
      const closed = drain.close();
      stripe.cutHung();
      const force = setTimeout(() => server.closeAllConnections(), DRAIN_MS);
      await closed;
      clearTimeout(force);
      await deliverer?.stop();
      await store.settled();
      store.close();
    },
  };
}
