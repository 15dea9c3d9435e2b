import { z } from 'zod';
import type { Api } from './api.ts';

/** What people think of a room or course on a board. */
type SeenOpinions = {
  readonly likeCount: number;
  readonly bookmarkCount: number;
  readonly reviewCount: number;
};

/** A room on the board. */
export type SeenRoom = SeenOpinions & { readonly roomId: string; readonly status: string };

/** A course on the board of courses. */
export type SeenCourse = SeenOpinions & { readonly courseId: string };

export type SeenBooking = {
  readonly bookingId: string;
  readonly roomId: string;
  readonly status: string;
  readonly paymentStatus: string | null;
};

/** A message: its kind, and the id of the booking, room or course that it is about. */
export type SeenMessage = { readonly id: string; readonly tells: string };

/** What a person sees of what concerns them. */
export type SeenPage = {
  readonly customerId: string;
  readonly bookings: readonly SeenBooking[];
  readonly bookmarkedRoomIds: readonly string[];
  readonly bookmarkedCourseIds: readonly string[];
  readonly unreadMessages: number;
  readonly messages: readonly SeenMessage[];
};

/** The views and messages as clients see them. */
export type Seen = {
  readonly rooms: readonly SeenRoom[];
  readonly courses: readonly SeenCourse[];
  readonly pages: readonly SeenPage[];
  /** What could not be read. */
  readonly unreadable: readonly string[];
};

const pageInfo = z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() });
const reference = z.object({ id: z.string() }).nullable();

function connectionOf<Node extends z.ZodType>(node: Node) {
  return z.object({ edges: z.array(z.object({ node })), pageInfo });
}

const BOARD = `query Board($after: String) { roomBoard(first: 100, after: $after) {
  edges { node { roomId status likeCount bookmarkCount reviewCount } } pageInfo { hasNextPage endCursor } } }`;
const opinions = { likeCount: z.int(), bookmarkCount: z.int(), reviewCount: z.int() };
const boardSchema = z.object({
  roomBoard: connectionOf(z.object({ roomId: z.string(), status: z.string(), ...opinions })),
});

const COURSES = `query Courses($after: String) { courseBoard(first: 100, after: $after) {
  edges { node { courseId likeCount bookmarkCount reviewCount } } pageInfo { hasNextPage endCursor } } }`;
const coursesSchema = z.object({
  courseBoard: connectionOf(z.object({ courseId: z.string(), ...opinions })),
});

const PAGE = `query Page($after: String) { myPage { unreadMessages bookmarkedRoomIds bookmarkedCourseIds bookings(first: 100, after: $after) {
  edges { node { bookingId roomId status paymentStatus } } pageInfo { hasNextPage endCursor } } } }`;
const pageSchema = z.object({
  myPage: z.object({
    unreadMessages: z.int(),
    bookmarkedRoomIds: z.array(z.string()),
    bookmarkedCourseIds: z.array(z.string()),
    bookings: connectionOf(
      z.object({
        bookingId: z.string(),
        roomId: z.string(),
        status: z.string(),
        paymentStatus: z.string().nullable(),
      }),
    ),
  }),
});

const MESSAGES = `query Messages($after: String) { messages(first: 100, after: $after) {
  edges { node { id kind booking { id } target { ... on Room { id } ... on Course { id } } } }
  pageInfo { hasNextPage endCursor } } }`;
const messagesSchema = z.object({
  messages: connectionOf(
    z.object({ id: z.string(), kind: z.string(), booking: reference, target: reference }),
  ),
});

type Reader = (query: string, after: string | null) => Promise<unknown>;

/** Reads the boards, and the page and the messages of each person, as their clients do. */
export async function readSeen(
  api: Api,
  people: readonly string[],
  tokenOf: (person: string) => string,
): Promise<Seen> {
  const readerOf =
    (person: string): Reader =>
    (query, after) =>
      api.query(tokenOf(person), query, { after });
  const [anyone = ''] = people;
  const read = readerOf(anyone);
  const rooms = await readAll(read, BOARD, boardSchema, ({ roomBoard }) => roomBoard);
  const courses = await readAll(read, COURSES, coursesSchema, ({ courseBoard }) => courseBoard);
  const pages = await Promise.all(
    people.map(async (person) => [person, await readPage(person, readerOf(person))] as const),
  );
  return {
    rooms: rooms?.nodes ?? [],
    courses: courses?.nodes ?? [],
    pages: pages.flatMap(([, page]) => page ?? []),
    unreadable: [
      ...(rooms ? [] : ['the board of rooms']),
      ...(courses ? [] : ['the board of courses']),
      ...pages.flatMap(([person, page]) => (page ? [] : [`the page of ${person}`])),
    ],
  };
}

async function readPage(customerId: string, read: Reader): Promise<SeenPage | undefined> {
  const bookings = await readAll(read, PAGE, pageSchema, ({ myPage }) => myPage.bookings);
  const messages = await readAll(read, MESSAGES, messagesSchema, (data) => data.messages);
  if (!bookings || !messages) return undefined;
  const { unreadMessages, bookmarkedRoomIds, bookmarkedCourseIds } = bookings.last.myPage;
  return {
    customerId,
    bookings: bookings.nodes,
    bookmarkedRoomIds,
    bookmarkedCourseIds,
    unreadMessages,
    messages: messages.nodes.map(({ id, kind, booking, target }) => ({
      id,
      tells: `${kind} ${(booking ?? target)?.id}`,
    })),
  };
}

/** All nodes of a list, page by page, and the last answer; undefined when an answer is missing. */
async function readAll<Data, Node>(
  read: Reader,
  query: string,
  schema: z.ZodType<Data>,
  listIn: (data: Data) => {
    readonly edges: readonly { readonly node: Node }[];
    readonly pageInfo: z.infer<typeof pageInfo>;
  },
): Promise<{ readonly nodes: readonly Node[]; readonly last: Data } | undefined> {
  const nodes: Node[] = [];
  for (let after: string | null = null; ; ) {
    const answered = schema.safeParse(await read(query, after));
    if (!answered.success) return undefined;
    const { edges, pageInfo } = listIn(answered.data);
    nodes.push(...edges.map(({ node }) => node));
    if (!pageInfo.hasNextPage) return { nodes, last: answered.data };
    after = pageInfo.endCursor;
  }
}
