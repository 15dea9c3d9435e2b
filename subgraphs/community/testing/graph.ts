import { join } from 'node:path';
import { beforeAll, expect } from 'vitest';
import type { Role } from '../../../platform/identity/identity.ts';
import { type SubgraphAnswer, serveSubgraph } from '../../../platform/testing/index.ts';
import type { TargetReference } from '../domain/target.ts';
import { createContext } from '../resolvers/context.ts';
import { resolvers } from '../resolvers/index.ts';
import { createFixture, type Fixture } from './fixture.ts';

// biome-ignore lint/suspicious/noExplicitAny: the tests look at data of every shape
export type Data = any;

export type Answer = SubgraphAnswer<Data>;

/** The service's own server over a fixture. */
export function serveGraph({ services, pool }: Pick<Fixture, 'services' | 'pool'>) {
  return serveSubgraph<Data>({
    folder: join(import.meta.dirname, '..'),
    resolvers,
    context: createContext(services),
    ping: () => pool.query('SELECT'),
  });
}

/** A fixture and its server for the tests of a file. */
export function useService() {
  let fixture: Fixture;
  let graph: Awaited<ReturnType<typeof serveGraph>>;
  beforeAll(async () => {
    fixture = await createFixture();
    graph = await serveGraph(fixture);
    return async () => {
      await graph.close();
      await fixture[Symbol.asyncDispose]();
    };
  });

  /** Runs a mutation of one input, and returns its result or the codes of its errors. */
  async function mutate(who: Person, mutation: keyof typeof MUTATIONS, input: object): Promise<Data> {
    const [role, subject] = who;
    const { data, errors } = await graph.ask(role, MUTATIONS[mutation], { input }, subject);
    return errors ? errors.map(({ extensions }) => extensions.code) : data[mutation];
  }

  return {
    get fixture() {
      return fixture;
    },
    get graph() {
      return graph;
    },
    mutate,
    /** Registers a course of the host henry, unless someone else does, and returns it. */
    async newCourse(input: object = {}, who: Person = HENRY): Promise<Data> {
      const registered = await mutate(who, 'registerCourse', { title: 'Round', stops: [], ...input });
      expect(registered.__typename, JSON.stringify(registered)).toBe('RegisterCourseSuccess');
      return registered.course;
    },
    /** What a person sees of a room or a course. */
    async look({ type, id }: TargetReference, [role, subject]: Person = ALICE): Promise<Data> {
      const of = [{ __typename: type === 'ROOM' ? 'Room' : 'Course', id }];
      const { data, errors } = await graph.ask(role, LOOK, { of }, subject);
      expect(errors).toBeUndefined();
      return data._entities[0];
    },
  };
}

/** A role and the subject of the tokens. */
export type Person = readonly [role: Role, subject: string];
export const ALICE: Person = ['customer', 'alice'];
export const BOB: Person = ['customer', 'bob'];
export const HENRY: Person = ['host', 'henry'];
export const HOLLY: Person = ['host', 'holly'];
export const ADA: Person = ['admin', 'ada'];

const COURSE = 'id title description open host { id } stops { name note room { id } }';
const MARKS = 'likeCount bookmarkCount likedByMe bookmarkedByMe';
const REVIEW = 'id author { id } rating text createdAt';
const ENGAGEMENT = `${MARKS} rating reviewCount reviews { totalCount edges { node { ${REVIEW} } } }`;
const MISSING = '... on NotFound { missingId }';
const INVALID = '... on InvalidInput { field problems { field code } }';

const LOOK = `query ($of: [_Any!]!) {
  _entities(representations: $of) { ... on Room { id ${ENGAGEMENT} } ... on Course { ${COURSE} ${ENGAGEMENT} } }
}`;

const TARGET = `target { __typename ... on Room { id ${MARKS} } ... on Course { id ${MARKS} title } }`;

/** Each mutation with its success and its problems. */
export const MUTATIONS = {
  registerCourse: mutation('registerCourse', 'RegisterCourse', `course { ${COURSE} }`, INVALID),
  updateCourse: mutation('updateCourse', 'UpdateCourse', `course { ${COURSE} }`, MISSING, INVALID),
  deleteCourse: mutation('deleteCourse', 'DeleteCourse', 'courseId', MISSING),
  writeReview: mutation(
    'writeReview',
    'WriteReview',
    `review { ${REVIEW} }`,
    MISSING,
    INVALID,
    '... on ReviewCheckUnavailable { retryAfterSeconds }',
  ),
  deleteReview: mutation('deleteReview', 'DeleteReview', 'reviewId', MISSING),
  like: mutation('like', 'TargetMutation', TARGET, MISSING),
  unlike: mutation('unlike', 'TargetMutation', TARGET, MISSING),
  addBookmark: mutation('addBookmark', 'TargetMutation', TARGET, MISSING),
  removeBookmark: mutation('removeBookmark', 'TargetMutation', TARGET, MISSING),
};

/** @param of the name of the mutation's types without `Input` and `Success` */
function mutation(name: string, of: string, success: string, ...problems: readonly string[]): string {
  return `mutation ($input: ${of}Input!) { ${name}(input: $input) {
    __typename ... on ${of}Success { ${success} } ... on Problem { message } ${problems.join(' ')}
  } }`;
}
