import { join } from 'node:path';
import { beforeAll, beforeEach } from 'vitest';
import { newId } from '../../../platform/identifiers.ts';
import { type SubgraphAnswer, serveSubgraph, type TestClaims } from '../../../platform/testing/index.ts';
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

/** A fixture and its server for the tests of a file, and new customers for each test. */
export function useService() {
  let fixture: Fixture;
  let graph: Awaited<ReturnType<typeof serveGraph>>;
  let alice: string;
  beforeAll(async () => {
    fixture = await createFixture();
    graph = await serveGraph(fixture);
    return async () => {
      await graph.close();
      await fixture[Symbol.asyncDispose]();
    };
  });
  beforeEach(() => {
    // As identity providers make them: no text for the subject of an event.
    alice = `alice.${newId()}@example.org | *>`;
  });

  return {
    get fixture() {
      return fixture;
    },
    get graph() {
      return graph;
    },
    /** The subject of the customer of the current test. */
    get alice() {
      return alice;
    },
    /** Asks as a customer, by default as alice, with these claims in the token. */
    async ask(query: string, variables: object = {}, claims: Partial<TestClaims> = {}): Promise<Answer> {
      const token = await graph.issuer.token({ subject: alice, ...claims });
      return graph.post(query, variables, `Bearer ${token}`);
    },
  };
}

export type Service = ReturnType<typeof useService>;

const MESSAGE =
  'id kind text booking { id } target { __typename ... on Room { id } ... on Course { id } } createdAt readAt';

/** The operations that the tests use. */
export const MESSAGES = `query ($unreadOnly: Boolean, $first: Int, $after: String) {
  messages(unreadOnly: $unreadOnly, first: $first, after: $after) {
    totalCount unreadCount edges { cursor node { ${MESSAGE} } }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
  }
}`;
export const MARK_READ = `mutation ($input: MarkMessagesReadInput!) { markMessagesRead(input: $input) {
  __typename ... on MarkMessagesReadSuccess { messages { id readAt } }
  ... on Problem { message } ... on InvalidInput { problems { field code } }
} }`;
export const SET_LANGUAGE = `mutation ($input: SetLanguageInput!) { setLanguage(input: $input) {
  __typename ... on SetLanguageSuccess { language } ... on Problem { message }
} }`;
export const ENTITIES = `query ($of: [_Any!]!) { _entities(representations: $of) {
  ... on Customer { id language unreadMessages } ... on Message { ${MESSAGE} }
} }`;
