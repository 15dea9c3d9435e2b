import { awaitReplication } from '../../../platform/awaiting-replication.ts';
import { newId } from '../../../platform/identifiers.ts';
import { isPseudonym } from '../../../platform/identity/pseudonym.ts';
import type { IncomingEvent } from '../../../platform/messaging/reactions.ts';
import { type MessageContent, NEWS_MS, roomIdOf } from '../domain/message.ts';
import type { Dependencies } from './ports.ts';

export type DeliverMessage = ReturnType<typeof createDeliverMessage>;

/**
 * Writes the message of an event to the customer whom it concerns, once however often the event arrives; none
 * to a customer whose data was erased.
 */
export function createDeliverMessage({
  mailboxes,
  rooms,
  clock,
  inboxKeptMs,
}: Pick<Dependencies, 'mailboxes' | 'rooms' | 'clock' | 'inboxKeptMs'>) {
  return async (
    { id: handles, time, cause }: Pick<IncomingEvent, 'id' | 'time' | 'cause'>,
    customerId: string,
    content: MessageContent,
  ): Promise<void> => {
    if (isPseudonym(customerId)) return;
    const createdAt = clock();
    // An event that the inbox has forgotten may have made its message.
    if (Date.parse(createdAt) - Date.parse(time) > Math.min(NEWS_MS, inboxKeptMs)) return;
    const timeZone = await timeZoneOf(roomIdOf(content));
    await mailboxes.deliver({ id: newId(), customerId, content, timeZone, createdAt, cause, handles });
  };

  /** The event of a new room may arrive after those of its bookings. */
  async function timeZoneOf(roomId: string | null): Promise<string | null> {
    if (roomId === null) return null;
    return (await awaitReplication(() => rooms.timeZoneOf(roomId))) ?? null;
  }
}
