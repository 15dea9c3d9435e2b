import { z } from 'zod';
import { defineEvent } from '../../platform/messaging/event.ts';
import { instant } from './values.ts';

/** One line of what a room has, shaped like `Supply` in the graph. */
const supply = z.object({ id: z.uuid(), name: z.string(), quantity: z.int(), updatedAt: instant });

/**
 * All that a room has after the event, so that a view takes the one with the highest version and needs
 * nothing else.
 */
const stock = { room: z.object({ id: z.uuid() }), supplies: z.array(supply) };

/** A registered room was stocked. Subject: `supplies.provisioned.<roomId>` and so on for the others. */
export const suppliesProvisioned = defineEvent('supplies', 'provisioned', z.object(stock));
/** Staff added, changed or took away something. */
export const suppliesChanged = defineEvent('supplies', 'changed', z.object(stock));
/** The room is deleted, and its supplies with it. */
export const suppliesRemoved = defineEvent('supplies', 'removed', z.object(stock));
