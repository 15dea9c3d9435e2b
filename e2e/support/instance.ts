import { expect, inject } from 'vitest';
import { openIssuer } from '../../embedded/issuer.ts';
import { findLauncher, type LauncherClient, nothingRuns } from '../../embedded/launcher/client.ts';
import { type Client, createClient } from '../../examples/client.ts';
import {
  QuoteDocument,
  RegisterRoomDocument,
  type RegisterRoomInput,
} from '../../examples/documents.generated.ts';
import { HOUR_MS } from '../../platform/config/duration.ts';
import type { Role } from '../../platform/identity/identity.ts';
import { eventually } from '../../platform/testing/eventually.ts';
import type { SharedInstanceAddress } from './shared-instances.ts';

/** The running instance as a test file uses it: people to act as, and services to stop. */
export type SharedInstance = SharedInstanceAddress & {
  /** A signed-in person; the same name is the same person. */
  as(subject: string, role?: Role, scope?: string): Promise<Client>;
  /** A signed-in customer whose token has an address and a language. */
  asReader(subject: string, contact: { readonly email: string; readonly locale: string }): Promise<Client>;
  /** @param scope scopes in addition to those of the role, separated by spaces */
  token(subject: string, role: Role, expiresIn?: number, scope?: string): Promise<string>;
  anonymous(token?: string): Client;
  /** Stops services, runs the work, and starts them again, even if the work fails. */
  without(services: readonly string[], work: () => Promise<void>): Promise<void>;
  start(...services: readonly string[]): Promise<void>;
  stop(...services: readonly string[]): Promise<void>;
  /** kill -9. */
  kill(service: string): void;
  launcher(): LauncherClient;
  addressOf(service: string): string;
  [Symbol.asyncDispose](): Promise<void>;
};

const TOKEN_LIFETIME_S = 3_600;

export async function openSharedInstance(): Promise<SharedInstance> {
  const { url, dataDir, mailPort } = assignedInstance();
  const issuer = await openIssuer(dataDir);
  const clients: Client[] = [];

  function connect(token?: string): Client {
    const client = createClient({ url, token });
    clients.push(client);
    return client;
  }

  function launcher(): LauncherClient {
    const found = findLauncher(dataDir);
    if (!found) throw new Error(nothingRuns(dataDir));
    return found;
  }

  async function order(command: 'start' | 'stop', services: readonly string[]): Promise<void> {
    const refusal = await launcher().order(command, services);
    if (refusal) throw new Error(refusal.message);
  }

  const instance: SharedInstance = {
    url,
    dataDir,
    mailPort,
    token: (subject, role, expiresIn = TOKEN_LIFETIME_S, scope = '') =>
      issuer.mint({ subject, role, expiresIn, scope }),
    as: async (subject, role = 'customer', scope) =>
      connect(await instance.token(subject, role, undefined, scope)),
    asReader: async (subject, contact) =>
      connect(await issuer.mint({ subject, role: 'customer', expiresIn: TOKEN_LIFETIME_S, ...contact })),
    anonymous: connect,
    async without(services, work) {
      await instance.stop(...services);
      try {
        await work();
      } finally {
        await instance.start(...services);
      }
    },
    start: (...services) => order('start', services),
    stop: (...services) => order('stop', services),
    kill(service) {
      const running = launcher().record.processes.find(({ name }) => name === service);
      if (!running) throw new Error(`${service} does not run`);
      process.kill(running.pid, 'SIGKILL');
    },
    launcher,
    addressOf(service) {
      const record = launcher().record.services[service];
      if (!record) throw new Error(`${service} has no address`);
      return record.url;
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(clients.map((client) => client.close()));
    },
  };
  return instance;
}

/** The instance of the worker that runs this file. Vitest numbers the workers from 1. */
function assignedInstance(): SharedInstanceAddress {
  const instances = inject('sharedInstances');
  const worker = process.env.VITEST_POOL_ID;
  const assigned = instances[Number(worker) - 1];
  if (!assigned) throw new Error(`Worker ${worker} has none of the ${instances.length} shared instances.`);
  return assigned;
}

/** Registers a room as a host; 100.00 EUR an hour by default. */
export async function givenRoom(host: Client, room: Partial<RegisterRoomInput> = {}): Promise<string> {
  const { data, errors } = await host.run(RegisterRoomDocument, {
    input: {
      name: 'Han River',
      capacity: 8,
      hourlyRate: { amount: 10_000, currency: 'EUR' },
      timeZone: 'Europe/Berlin',
      ...room,
    },
  });
  if (data?.registerRoom?.__typename !== 'RegisterRoomSuccess') {
    throw new Error(`The room was not registered: ${JSON.stringify(errors ?? data)}`);
  }
  return data.registerRoom.room.id;
}

/** Registers a room, and waits until booking has heard of it, which takes longer in a cluster of NATS. */
export async function givenBookableRoom(host: Client, name: string): Promise<string> {
  const roomId = await givenRoom(host, { name });
  await eventually(async () => {
    const { data } = await host.run(QuoteDocument, { roomId, slot: slotIn(1) });
    expect(data?.quote).toBeTruthy();
  });
  return roomId;
}

/** A slot that begins the given number of hours from now. */
export function slotIn(hours: number, lengthHours = 1): { start: string; end: string } {
  const start = Date.now() + hours * HOUR_MS;
  return { start: new Date(start).toISOString(), end: new Date(start + lengthHours * HOUR_MS).toISOString() };
}
