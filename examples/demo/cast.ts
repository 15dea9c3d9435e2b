import type { Client } from '../client.ts';
import type { People } from '../people.ts';

/** The people of the story. */
export type Cast = { readonly host: Client; readonly alice: Client; readonly bob: Client };

/** A room that the host has registered. */
export type Room = { readonly id: string; readonly name: string };

export const HOST_ID = 'demo-host';

export async function gather(people: People): Promise<Cast> {
  return {
    host: await people.as(HOST_ID, 'host'),
    alice: await people.as('demo-alice', 'customer'),
    bob: await people.as('demo-bob', 'customer'),
  };
}
