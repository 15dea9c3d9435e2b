import { connect, createServer } from 'node:net';
import { Schema } from 'mongoose';
import { beforeEach, inject } from 'vitest';
import { z } from 'zod';
import type { Cause } from '../decisions/cause.ts';
import { transitionsOf } from '../decisions/decider.ts';
import { newId } from '../identifiers.ts';
import { defineEvent, message } from '../messaging/event.ts';
import { createLogger } from '../telemetry/logger.ts';
import { createMongoAggregateStore } from './aggregate-store.ts';
import { connectMongo, type MongoLink } from './connection.ts';
import { type AggregateModels, aggregateSchema, EMBEDDED, openAggregates } from './schemas.ts';
import type { OnStored } from './waiting-kinds.ts';

/** Counters: a kind of aggregates to test the stores with. */
export const counted = defineEvent('counter', 'counted', z.object({ total: z.int() }));
export const log = createLogger('test', 'silent');
export const NOON = '2030-05-01T12:00:00.000Z';

export type Counter = { readonly total: number };
export type Counted = { readonly by: number; readonly isPublic: boolean };

export const counterSchema = aggregateSchema(
  'counters',
  new Schema(
    { total: { type: Number, required: true, max: 1_000 }, a: Schema.Types.Mixed, b: Schema.Types.Mixed },
    EMBEDDED,
  ),
);

type Opened = { readonly mongo: MongoLink; readonly models: AggregateModels<Counter> };
let current: Opened | undefined;

/** Opens a database of its own for each test of the file. */
export function openForEachTest(): void {
  beforeEach(async () => {
    const mongo = await connectMongo({ url: inject('mongodbUrl'), dbName: `test_${newId()}`, log });
    current = { mongo, models: await openAggregates<Counter>(mongo, counterSchema) };
    return () => mongo.close();
  });
}

/** The database of the test that runs. */
export function opened(): Opened {
  if (!current) throw new Error('No test runs');
  return current;
}

export function causeOf(causationId = newId()): Cause {
  return { correlationId: 'story', causationId };
}

export function createStore(onStored: OnStored = () => {}, from = opened().models) {
  const initial: Counter = { total: 0 };
  return createMongoAggregateStore<Counter, Counted, Counter>({
    models: from,
    initial,
    toStored: (state) => state,
    toState: ({ total }) => ({ total }),
    toMessage: ({ isPublic }, { total }) => (isPublic ? message(counted, NOON, { total }) : undefined),
    onStored,
  });
}

export function evolve({ total }: Counter, { by }: Counted): Counter {
  return { total: total + by };
}

export type Count = {
  readonly expectedVersion: number;
  readonly before: number;
  readonly by: readonly Counted[];
};

/** What the command handler appends to a counter. */
export function appendOf(id: string, { expectedVersion, before, by }: Count, handles?: string) {
  return {
    id,
    expectedVersion,
    transitions: transitionsOf(evolve, { total: before }, by),
    cause: causeOf(handles),
    handles,
  };
}

/** Appends to a counter with a store that has not seen it before. */
export function count(id: string, change: Count, handles?: string) {
  return createStore().append(appendOf(id, change, handles));
}

export const one: Counted = { by: 1, isPublic: true };
export const silently: Counted = { by: 1, isPublic: false };
export const first: Count = { expectedVersion: 0, before: 0, by: [one] };

/** A proxy in front of the server. It drops the connection as soon as a command with this word is sent. */
export async function breakingAt(word: string) {
  const { host, search } = new URL(inject('mongodbUrl'));
  const server = createServer((near) => {
    const far = connect({ path: decodeURIComponent(host) });
    far.on('error', () => near.destroy());
    near.on('error', () => far.destroy());
    near.on('close', () => far.destroy());
    far.pipe(near);
    near.on('data', (data) => void (data.includes(word) ? near.destroy() : far.write(data)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('A listening server has a port');
  return {
    url: `mongodb://127.0.0.1:${address.port}/${search}`,
    [Symbol.asyncDispose]: async () => void server.close(),
  };
}
