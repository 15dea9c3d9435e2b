import type { Client } from '../../examples/client.ts';
import {
  RegisterCourseDocument,
  type RegisterCourseInput,
  type TargetInput,
  WriteReviewDocument,
} from '../../examples/documents.generated.ts';

/** Registers a course as a host; anything but success fails the test. */
export async function givenCourse(host: Client, input: Partial<RegisterCourseInput> = {}): Promise<string> {
  const { data, errors } = await host.run(RegisterCourseDocument, {
    input: { title: 'Old town', stops: [{ name: 'Gate' }], ...input },
  });
  if (data?.registerCourse?.__typename !== 'RegisterCourseSuccess')
    throw new Error(`The course was not registered: ${JSON.stringify(errors ?? data)}`);
  return data.registerCourse.course.id;
}

/** Writes a review and returns its id; anything but success fails the test. */
export async function givenReview(author: Client, target: TargetInput): Promise<string> {
  const { data, errors } = await author.run(WriteReviewDocument, {
    input: { target, rating: 4, text: 'Good' },
  });
  if (data?.writeReview?.__typename !== 'WriteReviewSuccess')
    throw new Error(`The review was not written: ${JSON.stringify(errors ?? data)}`);
  return data.writeReview.review.id;
}
