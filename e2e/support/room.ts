import type { Client } from '../../examples/client.ts';
import { RoomDocument, type RoomQuery } from '../../examples/documents.generated.ts';

/** A room as the caller sees it; null when there is none. */
export async function seeRoom(client: Client, id: string): Promise<RoomQuery['room']> {
  return (await client.run(RoomDocument, { id })).data?.room ?? null;
}
