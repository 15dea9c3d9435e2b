import { z } from 'zod';
import { defineEvent } from '../../platform/messaging/event.ts';
import { instant } from './values.ts';

/** A supply of a room, with the shape of `Supply` in the graph. */
const supply = z.object({ id: z.uuid(), name: z.string(), quantity: z.int(), updatedAt: instant });

/**
 * All supplies of a room after the event, at most 500, oldest first: a view keeps the event with the highest
 * version.
 */
const stock = { room: z.object({ id: z.uuid() }), supplies: z.array(supply) };

/** A registered room was stocked. Subject: `supplies.provisioned.<roomId>` others alike. */
export const suppliesProvisioned = defineEvent('supplies', 'provisioned', z.object(stock));
/** The room's host or an admin added, changed or removed a supply. */
export const suppliesChanged = defineEvent('supplies', 'changed', z.object(stock));
/**
 * The room is deleted, and its supplies with it: the list is empty. It is the last event of the room, and the
 * only one when the room was never stocked.
 */
export const suppliesRemoved = defineEvent('supplies', 'removed', z.object(stock));
