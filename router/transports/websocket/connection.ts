import type { Duplex } from 'node:stream';
import type { GraphQLFormattedError } from 'graphql';
import { CloseCode, type Message, MessageType, type SubscribePayload, validateMessage } from 'graphql-ws';
import type { RawData, WebSocket } from 'ws';
import { ClientDisconnected } from '../../../platform/http/body.ts';
import type { BodyRefusal } from '../../../platform/http/body-budget.ts';
import { whyEnded } from '../../../platform/identity/validity.ts';
import { parseJson, writeJson } from '../../../platform/json.ts';
import type { Logger } from '../../../platform/telemetry/logger.ts';
import type { Authentication } from '../../auth/authenticate.ts';
import { type CallerContext, runningContextOf } from '../../operations/contexts.ts';
import { faultErrors } from '../../operations/mask.ts';
import type { AdmittedOperation, Operations } from '../../operations/operations.ts';
import { type OperationRequest, readRequest, refuseWith } from '../../operations/request.ts';
import type { Live } from '../../subscriptions/live.ts';
import type { LiveConfig } from '../../subscriptions/live-config.ts';
import type { LongLivedConnection } from '../connection-registry.ts';
import { SocketWriter, type SocketWriterOptions, SubscriptionSink, type WriteNext } from './socket-writer.ts';

/** Identifies the client by its `connection_init` payload. Rejects when the token cannot be checked. */
export type Identify = (params: Readonly<Record<string, unknown>>) => Promise<Identified>;

export type Identified =
  | Extract<Authentication, { kind: 'refused' }>
  | { readonly kind: 'caller'; readonly caller: CallerContext };

export type ConnectionDeps = {
  readonly operations: Pick<Operations, 'admit' | 'run'>;
  readonly live: Live;
  readonly limits: LiveConfig;
  readonly writeNext: WriteNext;
  readonly unread: SocketWriterOptions['unread'];
  /** Called when the client has brought a valid token. */
  readonly onSignedIn: (connection: Connection) => void;
  readonly log: Logger;
};

/** A WebSocket and the socket below it. */
export type WebSocketPair = { readonly ws: WebSocket; readonly socket: Duplex };

/** "Going away" of RFC 6455; clients reconnect. */
export const GOING_AWAY = 1001;

/** "Try again later" of the registry of RFC 6455; clients reconnect. */
const TRY_AGAIN_LATER = 1013;

/** "Policy violation" of RFC 6455. */
const POLICY_VIOLATION = 1008;

const REFUSED_MESSAGES: Readonly<Record<BodyRefusal, { readonly code: number; readonly reason: string }>> = {
  'body-budget': { code: TRY_AGAIN_LATER, reason: 'Too many messages are being read: try again later' },
  'body-speed': { code: POLICY_VIOLATION, reason: 'A message arrives too slowly: send it again' },
};

/** A subscription, or a query or mutation that is in flight. */
type ActiveOperation = { stop(): void; resume(): void };

/** The server's side of `graphql-transport-ws` on one WebSocket. */
export class Connection implements LongLivedConnection {
  #deadline: number;
  readonly #deps: ConnectionDeps;
  readonly #writer: SocketWriter;
  readonly #active = new Map<string, ActiveOperation>();
  #caller: CallerContext | undefined;
  /** Undefined after `connection_init`; it holds the handshake's headers. */
  #identify: Identify | undefined;
  #initTimer: NodeJS.Timeout | undefined;
  #isAlive = true;
  /** The number of queries and mutations in flight. */
  #inFlight = 0;
  #onIdle: (() => void) | undefined;

  constructor(deps: ConnectionDeps, identify: Identify, { ws, socket }: WebSocketPair) {
    this.#deps = deps;
    this.#identify = identify;
    this.#writer = new SocketWriter({
      ws,
      socket,
      writeNext: deps.writeNext,
      unread: deps.unread,
      onReady: () => {
        for (const operation of this.#active.values()) operation.resume();
      },
    });
    this.#deadline = Date.now() + deps.limits.lifetime;
    this.#initTimer = setTimeout(
      () => this.close(CloseCode.ConnectionInitialisationTimeout, 'Connection initialisation timeout'),
      deps.limits.initTimeout,
    );
    ws.on('message', (data) => {
      try {
        this.#receive(data);
      } catch (fault) {
        // Thrown here, it would end the process, and with it all other connections.
        deps.log.error({ err: fault }, 'a message could not be handled');
        this.close(CloseCode.InternalServerError, 'Internal server error');
      }
    });
    ws.on('ping', (payload) => this.#writer.pong(payload));
    ws.on('pong', () => {
      this.#isAlive = true;
    });
  }

  heartbeat(): void {
    // It is not read from while its client does not read, so no answer could arrive.
    if (this.#writer.isWaiting) {
      this.#isAlive = true;
      return;
    }
    if (!this.#isAlive) {
      this.#writer.terminate();
      return;
    }
    this.#isAlive = false;
    this.#writer.ping();
  }

  isOver(now: number): boolean {
    if (this.#deadline === Number.POSITIVE_INFINITY) return false;
    return this.#deadline <= now || this.#whyEnded(now) !== undefined;
  }

  expire(): void {
    const { identity } = this.#caller ?? {};
    const ended = this.#whyEnded(Date.now());
    if (ended !== undefined) {
      this.close(CloseCode.Forbidden, ended);
    } else if (!identity && this.#deps.limits.anonymous?.timeout !== undefined) {
      this.#end(CloseCode.Unauthorized, 'Send a token in connection_init: every operation here needs one');
    } else {
      this.close(GOING_AWAY, 'The connection has reached its maximum age: reconnect');
    }
  }

  displace(): void {
    this.#end(TRY_AGAIN_LATER, 'Too many connections without a token: send one, or try again later');
  }

  /**
   * Ends the connection because of a message that does not become complete. Returns false when the message is
   * slow because the client is not read from.
   */
  refuseMessage(why: BodyRefusal): boolean {
    if (why === 'body-speed' && this.#writer.isWaiting) return false;
    const { code, reason } = REFUSED_MESSAGES[why];
    this.#end(code, reason);
    return true;
  }

  /** Closes without waiting for the client, which could keep its place by not answering. */
  #end(code: number, reason: string): void {
    this.close(code, reason);
    this.#writer.terminate();
  }

  /**
   * Sends a close frame and stops all operations. A client that does not answer is terminated by its
   * heartbeat.
   */
  close(code: number, reason: string): void {
    this.#deadline = Number.POSITIVE_INFINITY;
    this.stopAll();
    this.#writer.close(code, reason);
  }

  /** Resolves when no query or mutation is in flight. */
  idle(): Promise<void> {
    if (this.#inFlight === 0) return Promise.resolve();
    return new Promise((resolve) => {
      this.#onIdle = resolve;
    });
  }

  /** Stops all operations when the connection is over. */
  stopAll(): void {
    clearTimeout(this.#initTimer);
    this.#initTimer = undefined;
    for (const operation of this.#active.values()) operation.stop();
    this.#active.clear();
  }

  #whyEnded(now: number): string | undefined {
    const { identity } = this.#caller ?? {};
    return identity && whyEnded(identity, now);
  }

  /** Ends an operation with errors, or completes it. */
  #finish(id: string, errors: readonly GraphQLFormattedError[]): void {
    this.#active.delete(id);
    if (errors.length === 0) this.#writer.send(`{"id":${JSON.stringify(id)},"type":"complete"}`);
    else this.#writer.send(writeJson({ id, type: MessageType.Error, payload: errors }));
  }

  #receive(data: RawData): void {
    if (!this.#writer.isOpen) return;
    this.#isAlive = true;
    let message: Message;
    try {
      message = validateMessage(parseJson(String(data)));
    } catch (error) {
      this.close(CloseCode.BadRequest, error instanceof Error ? error.message : 'Invalid message');
      return;
    }
    this.#handle(message);
  }

  #handle(message: Message): void {
    switch (message.type) {
      case MessageType.ConnectionInit: {
        const identify = this.#identify;
        if (!identify) {
          this.close(CloseCode.TooManyInitialisationRequests, 'Too many initialisation requests');
          return;
        }
        this.#identify = undefined;
        clearTimeout(this.#initTimer);
        this.#initTimer = undefined;
        void this.#initialise(identify(message.payload ?? {}));
        return;
      }
      case MessageType.Ping:
        this.#writer.send(writeJson({ type: MessageType.Pong, payload: message.payload }));
        return;
      case MessageType.Pong:
        return;
      case MessageType.Subscribe:
        this.#subscribe(message.id, message.payload);
        return;
      case MessageType.Complete:
        this.#active.get(message.id)?.stop();
        this.#active.delete(message.id);
        return;
      default:
        this.close(CloseCode.BadRequest, `Unexpected message of type ${message.type} received`);
        return;
    }
  }

  async #initialise(identifying: Promise<Identified>): Promise<void> {
    try {
      const identified = await identifying;
      if (!this.#writer.isOpen) return;
      // Clients take 4401 as final, but try again after 4403.
      if (identified.kind === 'refused') return this.close(CloseCode.Unauthorized, identified.message);
      const { identity } = identified.caller;
      this.#caller = identified.caller;
      const { anonymous } = this.#deps.limits;
      if (identity) {
        this.#deps.onSignedIn(this);
      } else if (anonymous?.timeout !== undefined) {
        this.#deadline = Math.min(this.#deadline, Date.now() + anonymous.timeout);
      }
      this.#writer.send('{"type":"connection_ack"}');
    } catch (error) {
      this.#deps.log.error({ err: error }, 'the token could not be verified');
      this.close(CloseCode.InternalServerError, 'Internal server error');
    }
  }

  #subscribe(id: string, payload: SubscribePayload): void {
    const { limits } = this.#deps;
    const caller = this.#caller;
    if (!caller) {
      this.close(CloseCode.Unauthorized, 'Unauthorized');
      return;
    }
    if (this.#active.has(id)) {
      this.close(CloseCode.SubscriberAlreadyExists, `Subscriber for ${id} already exists`);
      return;
    }
    if (this.#active.size >= limits.subscriptionsPerConnection) {
      const message = `A connection may run at most ${limits.subscriptionsPerConnection} operations at a time.`;
      this.#finish(id, refuseWith('LIMIT_EXCEEDED', message).errors);
      return;
    }
    const request = readRequest(payload);
    if (request.kind === 'malformed') {
      this.#finish(id, refuseWith('BAD_REQUEST', request.message).errors);
      return;
    }
    void this.#start(id, request.request, caller);
  }

  /** Admits an operation and sends its results, unless the client has completed it meanwhile. */
  async #start(id: string, request: OperationRequest, caller: CallerContext): Promise<void> {
    const { operations, log } = this.#deps;
    const context = runningContextOf(caller, log);
    const entry = {
      stop: () => context.abort(new ClientDisconnected('The client has completed the operation')),
      resume() {},
    };
    this.#active.set(id, entry);
    this.#inFlight += 1;
    const isActive = () => this.#active.get(id) === entry;
    try {
      const admitted = await operations.admit(request, context);
      if (!isActive()) return;
      if (admitted.kind === 'refused') return this.#finish(id, admitted.errors);
      if (admitted.operation.kind === 'subscription') return this.#follow(id, admitted, caller);
      const result = await operations.run(admitted, context);
      if (!isActive()) return;
      if (result.kind === 'refused') return this.#finish(id, result.errors);
      this.#writer.send(`{"id":${JSON.stringify(id)},"type":"next","payload":${result.text}}`);
      this.#finish(id, []);
    } catch (fault) {
      if (isActive()) this.#finish(id, faultErrors(fault, context));
    } finally {
      this.#inFlight -= 1;
      if (this.#inFlight === 0) this.#onIdle?.();
    }
  }

  #follow(id: string, admitted: AdmittedOperation, caller: CallerContext): void {
    const sink = new SubscriptionSink(this.#writer, id, (errors) => this.#finish(id, errors));
    const subscribed = this.#deps.live.subscribe({ admitted, caller, sink });
    if (subscribed.kind === 'refused') {
      this.#finish(id, subscribed.errors);
      return;
    }
    this.#active.set(id, subscribed.subscription);
    subscribed.subscription.start();
  }
}
