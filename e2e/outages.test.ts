import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Kind, type OperationDefinitionNode, OperationTypeNode, parse } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Client } from '../examples/client.ts';
import { isRecord } from '../platform/type-guards.ts';
import { eventuallyBooking, givenBooking } from './support/booking.ts';
import { givenCourse } from './support/course.ts';
import { givenRoom, openSharedInstance, type SharedInstance, slotIn } from './support/instance.ts';

const EXAMPLES = join(import.meta.dirname, '../examples');

type Example = { readonly name: string; readonly source: string };

/** The queries of examples/: reading twice changes nothing, so that their answers can be compared. */
const QUERIES: readonly Example[] = readdirSync(EXAMPLES)
  .filter((file) => file.endsWith('.graphql'))
  .flatMap((file) => operationsOf(readFileSync(join(EXAMPLES, file), 'utf8')))
  .filter(({ operation }) => operation === OperationTypeNode.QUERY)
  .map(({ name, loc }) => ({
    name: name?.value ?? '',
    source: loc?.source.body.slice(loc.start, loc.end) ?? '',
  }));

let instance: SharedInstance;
let admin: Client;
let variables: Record<string, unknown>;
/** By the kind of thing. */
let ids: Record<string, string>;

beforeAll(async () => {
  instance = await openSharedInstance();
  admin = await instance.as('ada', 'admin');
  const id = await givenRoom(admin);
  const bookingId = await givenBooking(admin, { roomId: id, slot: slotIn(24) });
  await eventuallyBooking(admin, bookingId, 'CONFIRMED', 'CAPTURED');
  variables = { slot: slotIn(72), from: slotIn(0).start, to: slotIn(48).start };
  const courseId = await givenCourse(admin, { stops: [{ name: 'Han River', roomId: id }] });
  ids = { Room: id, Booking: bookingId, Course: courseId };
});
afterAll(() => instance[Symbol.asyncDispose]());

/** Runs an example with an id of the kind of thing that it is named after. */
function run({ name, source }: Example) {
  return admin.run<Record<string, unknown>, Record<string, unknown>>(source, {
    ...variables,
    id: ids[name],
  });
}

describe.each(['booking', 'payment', 'room', 'supplies', 'community'])('while %s is down', (service) => {
  test('every example has data; each null that the outage causes has its error with path, code and service', async () => {
    const whole = new Map<string, unknown>();
    for (const example of QUERIES) {
      const answer = await run(example);
      expect(answer.errors, example.name).toBeUndefined();
      whole.set(example.name, answer.data);
    }
    await instance.without([service], async () => {
      for (const example of QUERIES) {
        const answer = await run(example);
        expect(answer.data, example.name).toBeTruthy();
        for (const { path, extensions } of answer.errors ?? []) {
          expect(path, example.name).toBeTruthy();
          expect(extensions, example.name).toMatchObject({ code: 'SUBGRAPH_UNAVAILABLE', subgraph: service });
        }
        const failed = (answer.errors ?? []).map(({ path }) => path?.join('.') ?? '');
        for (const lost of lostFields(whole.get(example.name), answer.data)) {
          const isExplained = failed.some((path) => path === lost || path.startsWith(`${lost}.`));
          expect(isExplained, `${example.name}: ${lost} is null without an error`).toBe(true);
        }
      }
    });
  });
});

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
            edges: [{ node: { roomId: ids.Room, room: null, payment: { status: 'CAPTURED' } } }],
          },
        },
      });
    });
    await instance.without(['booking'], async () => {
      const { data } = await admin.run(
        'query ($id: ID!, $from: DateTime!, $to: DateTime!) { room(id: $id) { name freeSlots(from: $from, to: $to) { start } } }',
        { id: ids.Room, from: variables.from, to: variables.to },
      );
      expect(data).toEqual({ room: { name: 'Han River', freeSlots: null } });
    });
  });
});

/** The operations of a document. */
function operationsOf(source: string): readonly OperationDefinitionNode[] {
  return parse(source).definitions.filter((each) => each.kind === Kind.OPERATION_DEFINITION);
}

/** The paths that have a value in one answer and are null in the other; not what is below them. */
function lostFields(before: unknown, after: unknown, path: readonly (string | number)[] = []): string[] {
  if (before !== null && after === null) return [path.join('.')];
  if (Array.isArray(before) && Array.isArray(after))
    return before.flatMap((item, index) => lostFields(item, after[index], [...path, index]));
  if (isRecord(before) && isRecord(after))
    return Object.keys(before).flatMap((key) => lostFields(before[key], after[key], [...path, key]));
  return [];
}
