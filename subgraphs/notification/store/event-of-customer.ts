import type { Cause } from '../../../platform/decisions/cause.ts';
import { newId } from '../../../platform/identifiers.ts';
import type { CloudEvent, Message } from '../../../platform/messaging/event.ts';

/** An event of a customer as it is stored. */
export function eventOfCustomer(
  { definition: { type }, data, time }: Message,
  { key, version, cause }: { readonly key: string; readonly version: number; readonly cause: Cause },
): CloudEvent {
  return { id: newId(), type, aggregateId: key, version, time, cause, data };
}
