import { beforeAll, describe, expect, test } from 'vitest';
import { newId } from '../../../platform/identifiers.ts';
import type { CloudEvent } from '../../../platform/messaging/event.ts';
import { createRandom } from '../../../platform/random.ts';
import { liked, reviewWritten } from '../../../schema/events/community.ts';
import type { CommunityServices } from '../application/services.ts';
import type { TargetReference } from '../domain/target.ts';
import { cause, createFixture, type Fixture } from '../testing/fixture.ts';

let fixture: Fixture;
beforeAll(async () => {
  fixture = await createFixture();
  return () => fixture[Symbol.asyncDispose]();
});

const PEOPLE = ['alice', 'bob', 'carol', 'dora', 'erik'];
const CHANGES = ['like', 'unlike', 'addBookmark', 'removeBookmark'] as const;

const attempt = () => ({ commandId: newId(), isRetry: false });

async function newRoom(): Promise<TargetReference> {
  return { type: 'ROOM', id: (await fixture.newRoom()).id };
}

/** The sizes as they are stored, and those of the sets themselves. */
async function sizesOf(id: string) {
  const { rows } = await fixture.pool.query(
    `SELECT version, likes, bookmarks, reviews, rating_sum,
       (SELECT count(*) FROM marks WHERE target_id = $1 AND mark = 'LIKE') AS those_who_like,
       (SELECT count(*) FROM marks WHERE target_id = $1 AND mark = 'BOOKMARK') AS those_who_bookmarked,
       (SELECT count(*) FROM reviews WHERE target_id = $1) AS reviews_there,
       (SELECT coalesce(sum(rating), 0) FROM reviews WHERE target_id = $1) AS ratings_there
     FROM targets WHERE id = $1`,
    [id],
  );
  return rows[0];
}

function expectAgreement(sizes: Awaited<ReturnType<typeof sizesOf>>) {
  expect(sizes).toMatchObject({
    likes: sizes.those_who_like,
    bookmarks: sizes.those_who_bookmarked,
    reviews: sizes.reviews_there,
    rating_sum: sizes.ratings_there,
  });
}

const eventsOf = (events: readonly CloudEvent[], id: string) =>
  events.filter(({ aggregateId }) => aggregateId === id);

describe('racing changes of the same people, in two processes', () => {
  test('leave counts that are the sizes of the sets', async () => {
    const random = createRandom(1, 'likes');
    const target = await newRoom();
    const processes: readonly CommunityServices[] = [fixture.services, fixture.createInstance()];
    const changes = Array.from({ length: 400 }, () => ({
      services: random.pick(processes),
      change: random.pick(CHANGES),
      customerId: random.pick(PEOPLE),
    }));
    const outcomes = await Promise.all(
      changes.map(({ services, change, customerId }) =>
        services[change]({ attempt: attempt(), cause, customerId, target }),
      ),
    );
    expect(outcomes.every(({ kind }) => kind === 'TargetMutationSuccess')).toBe(true);

    const sizes = await sizesOf(target.id);
    expectAgreement(sizes);
    const events = eventsOf(await fixture.publish(), target.id);
    // Some of the changes changed nothing, and have no event.
    expect(events.length).toBeLessThan(changes.length);
    expect(events.map(({ version }) => version)).toEqual(events.map((_, index) => index + 1));
    expect(events.at(-1)).toMatchObject({
      version: sizes.version,
      data: { target: { likeCount: sizes.likes, bookmarkCount: sizes.bookmarks } },
    });
  });

  test('each event has the sizes that those before it lead to', async () => {
    const target = await newRoom();
    await Promise.all(
      PEOPLE.flatMap((customerId) =>
        (['like', 'like', 'unlike', 'like'] as const).map((change) =>
          fixture.services[change]({ attempt: attempt(), cause, customerId, target }),
        ),
      ),
    );
    let likes = 0;
    for (const { type, data } of eventsOf(await fixture.publish(), target.id)) {
      likes += type === liked.type ? 1 : -1;
      expect(data).toMatchObject({ target: { likeCount: likes } });
    }
    const sizes = await sizesOf(target.id);
    expect(sizes.likes).toBe(likes);
    expectAgreement(sizes);
  });

  test('leave one review of each customer, and a rating that is theirs', async () => {
    const random = createRandom(2, 'reviews');
    const target = await newRoom();
    const processes = [fixture.services, fixture.createInstance()];
    await Promise.all(
      Array.from({ length: 60 }, (_, index) =>
        random.pick(processes).writeReview({
          attempt: attempt(),
          cause,
          customerId: random.pick(PEOPLE),
          target,
          rating: random.between(1, 5),
          text: `Review ${index}`,
        }),
      ),
    );
    const sizes = await sizesOf(target.id);
    expect(sizes.reviews).toBe(PEOPLE.length);
    expectAgreement(sizes);
  });

  test('have no effect on a target that is deleted meanwhile', async () => {
    const room = await fixture.newRoom();
    const target = { type: 'ROOM', id: room.id } as const;
    const changes = PEOPLE.map((customerId) =>
      fixture.services.like({ attempt: attempt(), cause, customerId, target }),
    );
    await Promise.all([...changes, fixture.deleteRoom(room)]);
    expect(await sizesOf(room.id)).toMatchObject({ likes: 0, those_who_like: 0 });
  });

  test('of one command have one effect', async () => {
    const target = await newRoom();
    const retried = { commandId: newId(), isRetry: true };
    const like = (services: CommunityServices) =>
      services.like({ attempt: retried, cause, customerId: 'alice', target });
    await Promise.all([like(fixture.services), like(fixture.createInstance())]);
    await fixture.services.unlike({ attempt: attempt(), cause, customerId: 'alice', target });
    await like(fixture.createInstance());
    expect(await sizesOf(target.id)).toMatchObject({ version: 2, likes: 0, those_who_like: 0 });
  });
});

test('an event says who did what with which target, and keeps the review’s text to itself', async () => {
  const room = await fixture.newRoom();
  const target = { type: 'ROOM', id: room.id } as const;
  const { commandId } = attempt();
  const command = { attempt: { commandId, isRetry: false }, cause, customerId: 'alice', target };
  await fixture.services.writeReview({ ...command, rating: 4, text: 'A secret' });
  const [event] = eventsOf(await fixture.publish(), room.id);
  expect(event).toMatchObject({
    type: reviewWritten.type,
    version: 1,
    cause: { correlationId: 'story', causationId: commandId },
    data: {
      target: {
        type: 'ROOM',
        id: room.id,
        name: 'Han',
        host: { id: 'henry' },
        likeCount: 0,
        bookmarkCount: 0,
        reviewCount: 1,
        rating: 4,
      },
      customer: { id: 'alice' },
      review: { id: commandId, rating: 4 },
    },
  });
  expect(reviewWritten.data.parse(event?.data)).toEqual(event?.data);
  expect(JSON.stringify(event)).not.toContain('secret');
});

test('the relay is woken by what is stored, not by what changes nothing', async () => {
  const target = await newRoom();
  const before = fixture.stored();
  const like = () => fixture.services.like({ attempt: attempt(), cause, customerId: 'alice', target });
  await like();
  expect(fixture.stored()).toBe(before + 1);
  await like();
  expect(fixture.stored()).toBe(before + 1);
});

test('a review that another attempt has written is not refused', async () => {
  const target = await newRoom();
  const command = {
    attempt: { commandId: newId(), isRetry: true },
    cause,
    customerId: 'alice',
    target,
    rating: 4,
    text: 'Good',
  };
  const written = await fixture.services.writeReview(command);
  expect(written).toMatchObject({ kind: 'WriteReviewSuccess' });
  fixture.bookings.answer = () => ({ kind: 'ReviewCheckUnavailable', retryAfterSeconds: 1 });
  expect(await fixture.services.writeReview(command)).toEqual(written);
  fixture.bookings.answer = () => ({ kind: 'Allowed' });
});
