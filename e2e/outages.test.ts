import { OperationTypeNode } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Answer, Client } from '../examples/client.ts';
import {
  AddSupplyDocument,
  SetStandardSuppliesDocument,
  StandardSuppliesDocument,
} from '../examples/documents.generated.ts';
import { API, type Example, readExamples } from '../examples/run/example.ts';
import { variablesFor } from '../examples/run/flags.ts';
import { eventually } from '../platform/testing/eventually.ts';
import { isRecord } from '../platform/type-guards.ts';
import { book, eventuallyBooking, givenBooking } from './support/booking.ts';
import { givenCourse, givenReview } from './support/course.ts';
import { givenRoom, openSharedInstance, type SharedInstance, slotIn } from './support/instance.ts';
import { givenMessage } from './support/message.ts';

const EXAMPLES = readExamples();
/** Reading twice changes nothing, so that the answers of queries can be compared. */
const QUERIES = EXAMPLES.filter(({ kind }) => kind === OperationTypeNode.QUERY);
/** They need a refund that was given up, which takes minutes: outside.int.test.ts of payment has them. */
const OF_FAILED_REFUNDS: ReadonlySet<string> = new Set(['RetryRefund', 'SettleRefund']);
const MUTATIONS = EXAMPLES.filter(
  ({ kind, name }) => kind === OperationTypeNode.MUTATION && !OF_FAILED_REFUNDS.has(name),
);
const SERVICES = ['booking', 'payment', 'room', 'supplies', 'community', 'notification'];

let instance: SharedInstance;
let admin: Client;
/** A room and its booking. */
let ids: { readonly room: string; readonly booking: string };
/** Values of what an example needs, by the name of the example that shows such values. */
let shown: Readonly<Record<string, string>>;
let standard: readonly { readonly name: string; readonly quantity: number }[];

beforeAll(async () => {
  instance = await openSharedInstance();
  admin = await instance.as('ada', 'admin');
  const room = await givenRoom(admin);
  const booking = await givenBooking(admin, { roomId: room, slot: slotIn(24) });
  await eventuallyBooking(admin, booking, 'CONFIRMED', 'CAPTURED');
  ids = { room, booking };
  shown = { Rooms: room, MyBookings: booking, Courses: await givenCourse(admin) };
  standard = (await admin.run(StandardSuppliesDocument, {})).data?.standardSupplies ?? [];
});
afterAll(async () => {
  await admin.run(SetStandardSuppliesDocument, { input: { lines: standard } });
  await instance[Symbol.asyncDispose]();
});

type Data = Record<string, unknown>;
/** An example with the variables of one request. */
type Attempt = { readonly example: Example; readonly variables: Data };

/** An example with its file's variables, ids of what exists, and an idempotency key. */
function attemptAt(example: Example, values: Readonly<Record<string, string>>): Attempt {
  const given = Object.entries(example.find).map(([flag, by]) => [flag, values[by]] as const);
  const variables = variablesFor(example, Object.fromEntries(given), { schema: API, now: new Date() });
  if (typeof variables === 'string') throw new Error(`${example.name}: ${variables}`);
  return { example, variables };
}

function send({ example, variables }: Attempt): Promise<Answer<Data>> {
  return admin.run<Data, Data>(example.source, variables);
}

/** The answer without errors: after an outage the router may take a moment to ask a service again. */
function sendUntilWhole(attempt: Attempt): Promise<Answer<Data>> {
  return eventually(async () => {
    const answer = await send(attempt);
    expect(answer.errors, attempt.example.name).toBeUndefined();
    return answer;
  });
}

/** What an outage may do to an answer: it has data, and each error names its place and the service. */
function expectBestEffort({ data, errors = [] }: Answer<Data>, name: string, service: string): void {
  expect(data, name).toBeTruthy();
  for (const { path, extensions } of errors) {
    expect(path, name).toBeTruthy();
    expect(extensions, name).toMatchObject({ code: 'SUBGRAPH_UNAVAILABLE', subgraph: service });
  }
}

/** Each null that the whole answer does not have has its error. */
function expectExplained(whole: unknown, { data, errors = [] }: Answer<Data>, name: string): void {
  const failed = errors.map(({ path }) => path?.join('.') ?? '');
  for (const lost of lostFields(whole, data)) {
    const isExplained = failed.some((path) => path === lost || path.startsWith(`${lost}.`));
    expect(isExplained, `${name}: ${lost} is null without an error`).toBe(true);
  }
}

describe.each([...SERVICES, 'view'])('while %s is down', (service) => {
  test('every query has data; each null that the outage causes has its error with path, code and service', async () => {
    const attempts = QUERIES.map((example) => attemptAt(example, shown));
    const whole = new Map<string, unknown>();
    for (const attempt of attempts) whole.set(attempt.example.name, (await sendUntilWhole(attempt)).data);
    await instance.without([service], async () => {
      for (const attempt of attempts) {
        const { name } = attempt.example;
        const answer = await send(attempt);
        expectBestEffort(answer, name, service);
        expectExplained(whole.get(name), answer, name);
      }
    });
  });
});

describe.each(SERVICES)('while %s is down', (service) => {
  test('every mutation is done or refused as a whole; repeated with its key, it is done once', async () => {
    for (const example of QUERIES) await sendUntilWhole(attemptAt(example, shown));
    const attempts = await Promise.all(MUTATIONS.map(givenAttempt));
    const meanwhile = new Map<Attempt, Answer<Data>>();
    await instance.without([service], async () => {
      for (const attempt of attempts) {
        const { name } = attempt.example;
        const answer = await send(attempt);
        expectBestEffort(answer, name, service);
        const outcome = outcomeOf(answer);
        expect(outcome, name).toMatch(/^(null|\w+Success|PaymentUnavailable|SuppliesUnavailable)$/);
        expect(outcome === 'null', name).toBe(answer.errors?.some(({ path }) => path?.length === 1) ?? false);
        meanwhile.set(attempt, answer);
      }
    });
    expect([...meanwhile.values()].map(outcomeOf).some((outcome) => !outcome.endsWith('Success'))).toBe(true);
    for (const attempt of attempts) {
      const { name } = attempt.example;
      const whole = await eventually(async () => {
        const answer = await send(attempt);
        expect(answer.errors, name).toBeUndefined();
        expect(outcomeOf(answer), name).toMatch(/Success$/);
        return answer;
      });
      expect(idsIn(await send(attempt)), name).toEqual(idsIn(whole));
      const before = meanwhile.get(attempt);
      if (before === undefined || !outcomeOf(before).endsWith('Success')) continue;
      expect(idsIn(whole), name).toEqual(expect.arrayContaining([...idsIn(before)]));
      expectExplained(whole.data, before, name);
    }
    for (const { example, variables } of attempts.filter((each) => each.example.name === 'RegisterRoom')) {
      const { data } = await admin.run<{ rooms: { totalCount: number } }, object>(
        'query ($name: String!) { rooms(filter: { nameContains: $name }) { totalCount } }',
        { name: isRecord(variables.input) ? variables.input.name : '' },
      );
      expect(data?.rooms.totalCount, example.name).toBe(1);
    }
  });
});

/** A mutation that would succeed now, on things of its own. */
async function givenAttempt(example: Example): Promise<Attempt> {
  const kinds = new Set(Object.values(example.find));
  const room = await givenRoom(admin);
  await eventually(async () => {
    const { data } = await admin.run(
      'query ($id: ID!, $from: DateTime!, $to: DateTime!) { room(id: $id) { freeSlots(from: $from, to: $to) { start } supplies { id } } }',
      { id: room, from: slotIn(0).start, to: slotIn(24).start },
    );
    expect(data).toMatchObject({
      room: { freeSlots: [{}], supplies: expect.arrayContaining([{ id: expect.any(String) }]) },
    });
  });
  const booking = kinds.has('MyBookings')
    ? await givenBooking(admin, { roomId: room, slot: slotIn(24) })
    : '';
  const supply = kinds.has('Room') ? await givenSupply(room) : '';
  const course = await givenCourse(admin);
  const review = kinds.has('Course') ? await givenReview(admin, { type: 'COURSE', id: course }) : '';
  const message = kinds.has('Messages') ? await givenMessage(admin, course) : '';
  const about = { MyBookings: booking, Room: supply, Course: review, Messages: message };
  const values = { Rooms: room, Courses: course, ...about };
  const attempt = attemptAt(example, values);
  if (example.name === 'EraseCustomer')
    return { example, variables: { input: { customerId: await givenFormerCustomer(room) } } };
  if (example.name !== 'RegisterRoom') return attempt;
  const { input } = attempt.variables;
  return { example, variables: { input: { ...(isRecord(input) ? input : {}), name: crypto.randomUUID() } } };
}

/** A customer all of whose bookings are over: the only one was declined. */
async function givenFormerCustomer(roomId: string): Promise<string> {
  const name = `former-${crypto.randomUUID()}`;
  const paymentMethod = 'pm_card_visa_chargeDeclined';
  const declined = await book(await instance.as(name), { roomId, slot: slotIn(48), paymentMethod });
  expect(declined.__typename).toBe('PaymentDeclined');
  return name;
}

async function givenSupply(roomId: string): Promise<string> {
  const { data } = await admin.run(AddSupplyDocument, { input: { roomId, name: 'Lamp', quantity: 1 } });
  if (data?.addSupply?.__typename !== 'AddSupplySuccess') throw new Error(JSON.stringify(data));
  return data.addSupply.supply.id;
}

/** The type of a mutation's result, or `null`. */
function outcomeOf({ data }: Answer<Data>): string {
  const [result] = Object.values(data ?? {});
  return isRecord(result) ? String(result.__typename) : 'null';
}

/** All ids in an answer. */
function idsIn({ data }: Answer<Data>): readonly string[] {
  return [...JSON.stringify(data).matchAll(/"id":"([^"]+)"/g)].map(([, id]) => id ?? '');
}

describe('what lies in a service that is down', () => {
  test('leaves the rest of a room, a booking and the page of the caller readable', async () => {
    await instance.without(['supplies'], async () => {
      const { data } = await admin.run<{ rooms: { edges: { node: unknown }[] } }, object>(
        '{ rooms(first: 1) { edges { node { id status supplies { name } } } } }',
        {},
      );
      expect(data?.rooms.edges[0]?.node).toMatchObject({ status: expect.any(String), supplies: null });
    });
    await instance.without(['room'], async () => {
      const { data } = await admin.run(
        '{ me { bookings(first: 1) { edges { node { id roomId room { status } payment { status } } } } } }',
        {},
      );
      expect(data).toMatchObject({
        me: {
          bookings: {
            edges: [
              { node: { roomId: expect.any(String), room: null, payment: { status: expect.any(String) } } },
            ],
          },
        },
      });
    });
    await instance.without(['booking'], async () => {
      const { data } = await admin.run(
        'query ($id: ID!, $from: DateTime!, $to: DateTime!) { room(id: $id) { name freeSlots(from: $from, to: $to) { start } } }',
        { id: ids.room, from: slotIn(0).start, to: slotIn(48).start },
      );
      expect(data).toEqual({ room: { name: 'Han River', freeSlots: null } });
    });
  });
});

/** The paths that have a value in one answer and are null in the other; not what is below them. */
function lostFields(before: unknown, after: unknown, path: readonly (string | number)[] = []): string[] {
  if (before !== null && after === null) return [path.join('.')];
  if (Array.isArray(before) && Array.isArray(after))
    return before.flatMap((item, index) => {
      const at = placeOf(item, index, after);
      return at === undefined ? [] : lostFields(item, after[at], [...path, at]);
    });
  if (isRecord(before) && isRecord(after))
    return Object.keys(before).flatMap((key) => lostFields(before[key], after[key], [...path, key]));
  return [];
}

/**
 * Where an item of a list is in a later answer, which may have newer ones; undefined when it is gone. An item
 * without an id has its place.
 */
function placeOf(item: unknown, index: number, after: readonly unknown[]): number | undefined {
  const id = idOf(item);
  if (id === undefined) return index;
  const place = after.map(idOf).indexOf(id);
  return place < 0 ? undefined : place;
}

function idOf(item: unknown): unknown {
  if (!isRecord(item)) return undefined;
  return item.id ?? idOf(item.node);
}
