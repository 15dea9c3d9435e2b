import {
  MyPageDocument,
  RoomBoardDocument,
  type RoomBoardQuery,
  RoomsDocument,
  SupplyStockDocument,
} from '../documents.generated.ts';
import type { Instance } from '../instance.ts';
import { type Cast, HOST_ID, type Room } from './cast.ts';
import { FACTS, without } from './services.ts';
import type { Story } from './story.ts';

type Entry = NonNullable<RoomBoardQuery['roomBoard']>['edges'][number]['node'];

/**
 * Boards and pages stay up while the services of the facts are down.
 *
 * @param reviewed a room that has a review
 * @param booked a room that Bob has booked for now
 */
export async function readViews(
  { host, alice, bob }: Cast,
  { chapter, tell, check, await: wait }: Story,
  {
    rooms,
    reviewed,
    booked,
    instance,
  }: {
    readonly rooms: readonly Room[];
    readonly reviewed: Room;
    readonly booked: Room;
    readonly instance: Instance;
  },
): Promise<void> {
  chapter(`While ${listOf(FACTS)} are all down, everybody looks at the boards`);
  const board = async () => {
    const { data } = await alice.run(RoomBoardDocument, { filter: { hostId: HOST_ID }, first: 100 });
    const entries = data?.roomBoard?.edges.map(({ node }) => node) ?? [];
    return entries.filter(({ roomId }) => rooms.some(({ id }) => id === roomId));
  };
  const page = async () => {
    const { data } = await bob.run(MyPageDocument, { first: 1 });
    return data?.myPage;
  };
  const shows = (entries: readonly Entry[]) =>
    entries.length === rooms.length &&
    entries.some(({ roomId, rating }) => roomId === reviewed.id && rating === 5) &&
    entries.some(({ roomId, status }) => roomId === booked.id && status === 'FULL');
  await wait(board, shows);

  await without(instance, FACTS, async () => {
    const refused = await alice.run(RoomsDocument, { first: 1 });
    tell(refused.errors?.[0]?.message ?? 'no error');
    check('the rooms themselves cannot be read', refused.data?.rooms === null);

    const entries = await board();
    for (const entry of entries) tell(`on the board: ${describe(entry)}`);
    check('one board shows every room: bookings, supplies and reviews', shows(entries));

    const mine = await page();
    const newest = mine?.bookings.edges[0]?.node;
    tell(
      `on Bob’s page: ${newest?.roomName} is ${newest?.status}, its payment ${newest?.paymentStatus}; ` +
        `unread messages: ${mine?.unreadMessages}, bookmarked courses: ${mine?.bookmarkedCourseIds.length}`,
    );
    check(
      'his page shows his booking and its payment',
      newest?.roomId === booked.id && newest.paymentStatus === 'CAPTURED',
    );

    const { data } = await host.run(SupplyStockDocument, { nameContains: 'screen' });
    const [screens] = data?.supplyStock ?? [];
    tell(`in the host’s stock: ${screens?.name} ×${screens?.total} in ${screens?.rooms.length} rooms`);
    check('the stock is readable', screens !== undefined);
  });
  tell('all of them are back');
  const answered = await wait(
    () => alice.run(RoomsDocument, { first: 1 }),
    ({ errors }) => errors === undefined,
  );
  check('the rooms can be read again', answered !== undefined);
}

function describe({ roomName, status, supplyCount, rating, reviewCount }: Entry): string {
  return `${roomName} is ${status}; supplies: ${supplyCount}, reviews: ${reviewCount}, rating: ${rating ?? 'none'}`;
}

function listOf(names: readonly string[]): string {
  return new Intl.ListFormat('en-GB').format(names);
}
