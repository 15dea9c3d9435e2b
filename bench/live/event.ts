/** The event of the benchmark and the clients' documents: the same for all three servers. */
export type StatusChange = {
  readonly status: 'EMPTY' | 'FULL';
  readonly previousStatus: 'EMPTY' | 'FULL';
  readonly room: { readonly id: string; readonly name: string };
};

/** A room that the stub of the subgraph room knows. */
export const ROOM = { id: 'room-1', name: 'Room 1 on the garden side' };

/** @param number of the event; its status differs from that of its neighbours */
export function statusChange(number: number): StatusChange {
  const [status, previousStatus] =
    number % 2 === 0 ? (['EMPTY', 'FULL'] as const) : (['FULL', 'EMPTY'] as const);
  return { status, previousStatus, room: ROOM };
}

function SUBSCRIPTION(ofRoom: string): string {
  return `subscription Live { roomStatusChanged { kind cursor at status previousStatus room { ${ofRoom} } } }`;
}

/** The event contains all of it. */
export const CARRIED = SUBSCRIPTION('id name');
/** The same for a list of rooms, of which each subscriber has another one. */
export const OF_ROOMS = `subscription Live($roomIds: [ID!]!) { roomStatusChanged(roomIds: $roomIds) {
  kind cursor at status previousStatus room { id name } } }`;
/** The capacity has to be fetched from the subgraph room. */
export const FETCHED = SUBSCRIPTION('id name capacity');

/** The result of CARRIED as one string, as raw `ws` sends it: as long as a GraphQL server's message. */
export function rawMessage(number: number, id: string): string {
  const roomStatusChanged = {
    kind: 'CHANGE',
    cursor: String(number),
    at: new Date().toISOString(),
    ...statusChange(number),
  };
  return JSON.stringify({ id, type: 'next', payload: { data: { roomStatusChanged } } });
}
