import { join } from 'node:path';
import { parse } from 'graphql';
import type { Workplace } from '../processes.ts';
import { composeToFile, type RunningGraph, startGraph } from '../router/graphs.ts';

/** The live part, which the router serves from the stream ROOM. */
const LIVE = `
  extend schema
    @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@provides", "@external", "@composeDirective"])
    @link(url: "https://meetingroom.dev/live/v1.0", import: ["@live"])
    @composeDirective(name: "@live")
  directive @live(
    stream: String!
    subjects: [String!]!
    ends: [String!]
    snapshot: Boolean = true
  ) on FIELD_DEFINITION

  type Subscription {
    roomStatusChanged(roomIds: [ID!], after: ID): RoomStatusChange!
      @live(stream: "ROOM", subjects: ["room.statusChanged.{args.roomIds}"])
  }
  enum ChangeKind { SNAPSHOT CHANGE }
  enum RoomStatus { EMPTY FULL CLOSED }
  type RoomStatusChange {
    kind: ChangeKind!
    cursor: ID!
    at: String!
    status: RoomStatus!
    previousStatus: RoomStatus
    room: Room! @provides(fields: "name")
  }
  type Room @key(fields: "id", resolvable: false) { id: ID! name: String! @external }
`;

/** The subgraph room in its own process, and a supergraph of it and the live part. */
export async function startLiveGraph(workplace: Workplace): Promise<RunningGraph> {
  const graph = await startGraph(workplace, 'board', ['room']);
  const live = { name: 'live', url: 'nats://live', typeDefs: parse(LIVE) };
  const file = join(workplace.folder, 'live.graphql');
  return { ...graph, supergraph: await composeToFile(file, [...graph.sources, live]) };
}
