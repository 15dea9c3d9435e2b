import type { CaseIndex } from '../case-index.ts';
import type { Finding } from '../findings.ts';
import type { RoomRecord, Sizes, TargetRecord } from '../snapshot.ts';

/**
 * Every count is the size of its set, a deleted room or course has nothing left, and community's replica of
 * a room agrees with the room.
 */
export function checkCommunity(index: CaseIndex): readonly Finding[] {
  const { targets, rooms } = index.snapshot;
  const replicas = new Map(targets.flatMap((each) => (each.type === 'ROOM' ? [[each.id, each]] : [])));
  return [
    ...targets.flatMap((target) => [
      ...checkSizes(target),
      ...checkFacts(index, target),
      ...checkLeft(target),
    ]),
    ...rooms.flatMap((room) => checkReplica(index, room, replicas.get(room.id))),
    ...[...replicas.values()]
      .filter(({ id }) => !index.rooms.has(id))
      .map(({ id }) => replicaFinding(index, id, 'community knows a room that does not exist')),
  ];
}

/** A store is read in one snapshot of its database: what differs in it is wrong at any time. */
function ofTarget(target: string, code: Finding['code'], message: string): Finding {
  return { code, message, ids: { target }, changedAt: undefined };
}

function checkSizes({ id, stored, sets }: TargetRecord): readonly Finding[] {
  const differ = (['likes', 'bookmarks', 'reviews', 'ratings'] as const)
    .filter((size) => stored[size] !== sets[size])
    .map((size) => `${size}: ${stored[size]} stored, ${sets[size]} there`);
  return differ.length === 0 ? [] : [ofTarget(id, 'COUNT_DIFFERS', differ.join('; '))];
}

/** The events that put somebody into a set, and those that take somebody out of it. */
const FACTS = [
  { size: 'likes', into: 'liked', outOf: 'unliked' },
  { size: 'bookmarks', into: 'bookmarkAdded', outOf: 'bookmarkRemoved' },
] as const satisfies readonly { size: keyof Sizes; into: string; outOf: string }[];

/** The sizes follow from what has happened, unless the target is deleted. */
function checkFacts(index: CaseIndex, { id, status, sets }: TargetRecord): readonly Finding[] {
  if (status === 'DELETED') return [];
  const { types } = index.historyOf('community', id);
  const happened = (name: string) => types.get(`meetingroom.community.${name}.v1`)?.count ?? 0;
  const differ = FACTS.flatMap(({ size, into, outOf }) => {
    const remaining = happened(into) - happened(outOf);
    return remaining === sets[size] ? [] : [`${size}: ${sets[size]} there, ${remaining} by the events`];
  });
  return differ.length === 0 ? [] : [ofTarget(id, 'COUNT_DIFFERS', differ.join('; '))];
}

function checkLeft({ id, status, sets }: TargetRecord): readonly Finding[] {
  const left = sets.likes + sets.bookmarks + sets.reviews;
  if (status !== 'DELETED' || left === 0) return [];
  const message = `${sets.reviews} reviews, ${sets.likes} likes and ${sets.bookmarks} bookmarks are left`;
  return [ofTarget(id, 'ENGAGEMENT_LEFT', message)];
}

function checkReplica(
  index: CaseIndex,
  room: RoomRecord,
  replica: TargetRecord | undefined,
): readonly Finding[] {
  if (!replica) return [replicaFinding(index, room.id, 'community does not know the room')];
  const status = room.deleted ? 'DELETED' : room.status === 'CLOSED' ? 'CLOSED' : 'OPEN';
  const differ = [
    ['name', room.name, replica.name],
    ['host', room.hostId, replica.hostId],
    ['status', status, replica.status],
  ]
    .filter(([, ours, theirs]) => ours !== theirs)
    .map(([name, ours, theirs]) => `${name}: ${ours}, community has ${theirs}`);
  return differ.length === 0 ? [] : [replicaFinding(index, room.id, differ.join('; '))];
}

function replicaFinding(index: CaseIndex, room: string, message: string): Finding {
  const { last, latestAt } = index.historyOf('room', room);
  return {
    code: 'REPLICA_DIFFERS',
    message,
    ids: { room },
    correlationId: last?.correlationId,
    changedAt: latestAt ?? '',
  };
}
