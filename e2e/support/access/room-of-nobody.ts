import { newCause } from '../../../platform/decisions/cause.ts';
import { newId } from '../../../platform/identifiers.ts';
import { connectMongo } from '../../../platform/mongo/connection.ts';
import type { AggregateDocument } from '../../../platform/mongo/schemas.ts';
import { createLogger } from '../../../platform/telemetry/logger.ts';
import { foldText } from '../../../platform/text/fold.ts';
import { roomRegistered, roomStatusChanged } from '../../../schema/events/room.ts';
import { suffixesOf } from '../../../subgraphs/room/store/text-search.ts';
import type { SharedInstance } from '../instance.ts';

/**
 * Stores rooms from before rooms had hosts, which no mutation makes any more: neither their documents nor the
 * events that they publish have a host.
 *
 * @returns a function that stores a room of this name and returns its id
 */
export async function openRoomsOfNobody(instance: SharedInstance) {
  const url = instance.addressOf('mongodb');
  const link = await connectMongo({ url, dbName: 'room', log: createLogger('e2e', 'silent') });
  const rooms = link.collection<AggregateDocument<object>>('rooms');

  return {
    async store(name: string): Promise<string> {
      const id = newId();
      const time = new Date().toISOString();
      const details = {
        id,
        name,
        capacity: 4,
        hourlyRate: { amount: 10_000, currency: 'EUR' },
        timeZone: 'Europe/Berlin',
      };
      const room = { ...details, description: null, location: null, closed: false, deleted: false };
      const status = { status: 'EMPTY', previousStatus: null, booking: null };
      const events = [
        { type: roomRegistered.type, data: { room, supplies: [{ name: 'Chair', quantity: 4 }] } },
        { type: roomStatusChanged.type, data: { room: { id, name }, ...status } },
      ];
      await rooms.insertOne({
        _id: id,
        revision: 1,
        version: events.length,
        outbox: events.map((event, index) => ({
          ...event,
          id: newId(),
          version: index + 1,
          time,
          cause: newCause(),
        })),
        state: {
          ...details,
          // The start of the service completes older documents with it.
          foldedName: foldText(name),
          nameSuffixes: suffixesOf(foldText(name)),
          status: 'EMPTY',
          statusSince: time,
          deleted: false,
        },
      });
      return id;
    },
    [Symbol.asyncDispose]: () => link.close(),
  };
}
