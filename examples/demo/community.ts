import type { Client } from '../client.ts';
import {
  AddBookmarkDocument,
  CourseDocument,
  LikeDocument,
  RegisterCourseDocument,
  type TargetInput,
  UnlikeDocument,
  WriteReviewDocument,
} from '../documents.generated.ts';
import type { Cast, Room } from './cast.ts';
import type { Story } from './story.ts';

/**
 * A host offers a course, customers like and bookmark it, and the one who uses a room reviews it.
 *
 * @param room a room that Alice has booked for now
 * @param courses takes the id of the course, so that it can be removed afterwards
 */
export async function likeAndReview(
  { host, alice, bob }: Cast,
  { chapter, tell, check, await: wait }: Story,
  { room, courses }: { readonly room: Room; courses: string[] },
): Promise<void> {
  chapter(`The host offers a course that ends in ${room.name}; Alice and Bob like it`);
  const stops = [
    { name: 'The old gate', note: 'Meet here.' },
    { name: room.name, roomId: room.id },
  ];
  const { data } = await host.run(RegisterCourseDocument, { input: { title: 'Along the river', stops } });
  const registered = data?.registerCourse;
  if (registered?.__typename !== 'RegisterCourseSuccess') return check('the course is registered', false);
  const { id, title } = registered.course;
  courses.push(id);
  const target: TargetInput = { type: 'COURSE', id };
  for (const customer of [alice, alice, bob]) await customer.run(LikeDocument, { input: { target } });
  await bob.run(AddBookmarkDocument, { input: { target } });
  const see = async () => (await alice.run(CourseDocument, { id })).data?.course;
  const liked = await see();
  tell(`${title}: ${liked?.likeCount} likes, ${liked?.bookmarkCount} bookmark`);
  check('Alice likes it twice, which is once', liked?.likeCount === 2 && liked.likedByMe === true);
  await bob.run(UnlikeDocument, { input: { target } });
  check('Bob takes his like back', (await see())?.likeCount === 1);

  chapter(`Alice, who uses ${room.name} now, reviews it; Bob may not`);
  const review = async (customer: Client, rating: number, text: string) => {
    const input = { target: { type: 'ROOM', id: room.id } as const, rating, text };
    return (await customer.run(WriteReviewDocument, { input })).data?.writeReview;
  };
  // Until her booking is confirmed, she has not used it.
  const written = await wait(
    () => review(alice, 5, 'Quiet, with a view.'),
    (answer) => answer?.__typename === 'WriteReviewSuccess',
  );
  check('the review is written once booking says that she uses it', written !== undefined);
  const refused = await review(bob, 1, 'I have never been there.');
  tell(refused && 'message' in refused ? refused.message : 'no answer');
  check('Bob is refused', refused?.__typename === 'ReviewNotAllowed');
}
