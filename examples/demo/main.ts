import { nothingRuns } from '../../embedded/launcher/client.ts';
import { dataDirOf } from '../../embedded/launcher/settings.ts';
import { runCommand } from '../../platform/config/command-line.ts';
import { environment } from '../../platform/config/environment.ts';
import { DeleteCourseDocument, DeleteRoomDocument } from '../documents.generated.ts';
import { findInstance } from '../find-instance.ts';
import type { Instance } from '../instance.ts';
import { openPeople } from '../people.ts';
import { declineCard, raceAndPay } from './bookings.ts';
import { type Cast, gather, type Room } from './cast.ts';
import { likeAndReview } from './community.ts';
import { catchUp, followMessages } from './messages.ts';
import { deleteRooms, registerRooms } from './rooms.ts';
import { createStory, patiently, type Story } from './story.ts';
import { DEMO } from './usage.ts';
import { readViews } from './views.ts';

/**
 * `npm run demo`: demonstrates the product on the running instance, in chapters. Exit status 0 only if every
 * step went as expected.
 */
async function demo(): Promise<number> {
  const dataDir = dataDirOf(environment);
  const instance = findInstance(environment);
  if (!instance) {
    console.error(nothingRuns(dataDir));
    return 1;
  }
  const members = await instance.members();
  const missing = members
    .filter(({ state }) => state !== 'ready' && state !== 'elsewhere')
    .map(({ name }) => name);
  if (members.length === 0 || missing.length > 0) {
    console.error(
      members.length === 0
        ? 'The instance is just starting or stopping: try again.'
        : `The story needs everything, but ${missing.join(', ')} cannot work now: see \`npm run status\`.`,
    );
    return 1;
  }
  const stopping = new AbortController();
  const { signal } = stopping;
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => stopping.abort());
  signal.addEventListener('abort', () => {
    console.error('\nInterrupted: removing the rooms of the story.');
  });
  const story = createStory(signal);
  const people = await openPeople(instance.url, dataDir);
  const cast = await gather(people);
  const stage: Stage = { rooms: [], courses: [], instance, signal };
  try {
    await play(cast, story, stage);
    return story.end();
  } catch (error) {
    if (!signal.aborted || error !== signal.reason) throw error;
    return 130;
  } finally {
    await cleanUp(cast, stage);
    await people.close();
  }
}

type Stage = {
  /** The rooms that the story has registered so far. */
  readonly rooms: Room[];
  /** The ids of the courses. */
  readonly courses: string[];
  readonly instance: Instance;
  readonly signal: AbortSignal;
};

async function play(cast: Cast, story: Story, { rooms, courses, instance, signal }: Stage): Promise<void> {
  await registerRooms(cast, story, rooms, signal);
  const [first, second, third, fourth] = rooms;
  if (!first || !second || !third || !fourth) return story.check('there are four rooms', false);
  await raceAndPay(cast, story, rooms);
  await declineCard(cast, story, second);
  await followMessages(cast, story, third);
  await catchUp(cast, story, { room: fourth, instance });
  await likeAndReview(cast, story, { room: second, courses });
  await readViews(cast, story, { rooms, reviewed: second, booked: fourth, instance });
  await deleteRooms(cast, story, rooms, instance);
}

/**
 * Removes the courses and rooms that the story has left, with their bookings. A service that has just been
 * started again may need a moment.
 */
async function cleanUp({ host }: Cast, { rooms, courses }: Stage): Promise<void> {
  for (const id of courses)
    await patiently(
      async () => (await host.run(DeleteCourseDocument, { input: { id } })).data?.deleteCourse?.__typename,
      (answer) => answer === 'DeleteCourseSuccess' || answer === 'NotFound',
    );
  for (const { id } of rooms)
    await patiently(
      async () =>
        (await host.run(DeleteRoomDocument, { input: { id, cancelBookings: true } })).data?.deleteRoom
          ?.__typename,
      (answer) => answer === 'DeleteRoomSuccess' || answer === 'NotFound',
    );
}

process.exit(await runCommand(DEMO, process.argv.slice(2), demo));
