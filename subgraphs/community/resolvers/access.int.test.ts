import { expect, test } from 'vitest';
import { newId } from '../../../platform/identifiers.ts';
import { createFixture } from '../testing/fixture.ts';
import { MUTATIONS, serveGraph, useService } from '../testing/graph.ts';

const service = useService();

const id = newId();
const target = { type: 'ROOM', id };
const INPUTS: Readonly<Record<keyof typeof MUTATIONS, object>> = {
  registerCourse: { title: 'Round', stops: [] },
  updateCourse: { id },
  deleteCourse: { id },
  writeReview: { target, rating: 5, text: 'Good' },
  deleteReview: { id },
  like: { target },
  unlike: { target },
  addBookmark: { target },
  removeBookmark: { target },
};
const everyMutation = Object.keys(MUTATIONS) as readonly (keyof typeof MUTATIONS)[];
const ofHosts = everyMutation.filter((name) => name.endsWith('Course'));

test.each(everyMutation)('%s needs a token', async (name) => {
  expect(await service.graph.post(MUTATIONS[name], { input: INPUTS[name] })).toMatchObject({
    errors: [{ extensions: { code: 'UNAUTHENTICATED' } }],
  });
});

test.each(ofHosts)('%s is forbidden to customers', async (name) => {
  expect(await service.mutate(['customer', 'henry'], name, INPUTS[name])).toEqual(['FORBIDDEN']);
});

test.each(everyMutation.filter((name) => !ofHosts.includes(name)))('%s is for customers', async (name) => {
  expect(await service.mutate(['customer', 'alice'], name, INPUTS[name])).toMatchObject({
    __typename: 'NotFound',
  });
});

test('when the store is down, the service is not ready', async () => {
  const cutOff = await createFixture();
  const server = await serveGraph(cutOff);
  expect((await fetch(`${server.url}/health/ready`)).status).toBe(200);
  await cutOff[Symbol.asyncDispose]();
  expect((await fetch(`${server.url}/health/ready`)).status).toBe(503);
  await server.close();
});
