import type { Client } from '../../examples/client.ts';
import { RegisterCourseDocument, type RegisterCourseInput } from '../../examples/documents.generated.ts';

/** Registers a course as a host; anything but success fails the test. */
export async function givenCourse(host: Client, input: Partial<RegisterCourseInput> = {}): Promise<string> {
  const { data, errors } = await host.run(RegisterCourseDocument, {
    input: { title: 'Old town', stops: [{ name: 'Gate' }], ...input },
  });
  if (data?.registerCourse?.__typename !== 'RegisterCourseSuccess')
    throw new Error(`The course was not registered: ${JSON.stringify(errors ?? data)}`);
  return data.registerCourse.course.id;
}
