import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { composeServices } from '@apollo/composition';
import { ApolloServer, HeaderMap } from '@apollo/server';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { type DocumentNode, GraphQLError, parse } from 'graphql';

/** A small graph of another domain: crates in a store and their keepers. */
const LINK = `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: [
    "@key", "@shareable", "@provides", "@external", "@composeDirective", "@authenticated", "@requiresScopes",
    "@policy", "@cost", "@listSize"
  ])`;

const CRATES = parse(`${LINK}
  type Query {
    crates: [Crate!]!
    crate(id: ID!): Crate
    secret: String @requiresScopes(scopes: [["store:manage"]])
    vault: String @policy(policies: [["vault-keys"]])
    page(first: Int): [Crate!]! @listSize(slicingArguments: ["first"])
    broken: String
    forbidden: String
    invalid(text: String): String
    caller: Caller!
  }
  type Mutation { rename(id: ID!, name: String!): Crate }
  type Caller { authorization: String correlationId: String traceparent: String }
  type Crate @key(fields: "id") {
    id: ID!
    label: String! @shareable
    state: CrateState! @shareable
    keeper: Keeper @shareable
    keeperId: ID @shareable
    contents: String!
  }
  enum CrateState { OPEN SHUT }
  type Keeper @key(fields: "id") { id: ID! }
`);

const STOCK = parse(`${LINK}
  type Query { stockTotal: Int stock: Int @deprecated(reason: "Use \`stockTotal\`.") }
  type Crate @key(fields: "id") { id: ID! items: [Item!] strict: Int! }
  type Item { name: String! count: Int! }
`);

const LIVE = parse(`
  extend schema
    @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@provides", "@external", "@composeDirective", "@authenticated"])
    @link(url: "https://meetingroom.dev/live/v1.0", import: ["@live"])
    @composeDirective(name: "@live")
  directive @live(
    stream: String!
    subjects: [String!]!
    ends: [String!]
    aliases: [String!]
    owners: [String!]
    scopes: [String!]
    snapshot: Boolean = true
    lapses: [String!]
    where: [String!]
    slow: String = "DISCONNECT"
    shared: Boolean = false
    ids: String
  ) on FIELD_DEFINITION

  type Subscription {
    crateMoved(crateIds: [ID!], after: ID): CrateMove! @live(stream: "CRATE", subjects: ["crate.moved.{args.crateIds}"])
    crateChanged(crateId: ID!, after: ID): CrateChange!
      @live(
        stream: "CRATE"
        subjects: ["crate.*.{args.crateId}"]
        aliases: ["crateId: crate.id", "crate.keeperId: crate.keeper.id"]
        owners: ["crate.keeper.id", "crate.deputy.id (store:manage)"]
        scopes: ["store:read-all"]
      )
    mine: CrateMove! @live(stream: "CRATE", subjects: ["crate.moved.{identity.subject}"], snapshot: false)
    crateLatest(after: ID): CrateMove!
      @live(stream: "CRATE", subjects: ["crate.moved.*"], slow: "LATEST")
    crateInState(states: [CrateState!], crateIds: [ID!]): CrateMove!
      @live(stream: "CRATE", subjects: ["crate.moved.{args.crateIds}"], where: ["state = {args.states}"], ids: "[a-z]+")
    crateCounted: CrateMove! @live(stream: "CRATE", subjects: ["crate.moved.*"], shared: true)
    undriven: Int
  }
  enum ChangeKind { SNAPSHOT CHANGE }
  enum CrateState { OPEN SHUT }
  interface Place { name: String! }
  type Shelf implements Place { name: String! row: Int! }
  type Dock implements Place { name: String! gate: String! }
  type CrateMove {
    kind: ChangeKind!
    cursor: ID!
    at: String!
    state: CrateState!
    previousState: CrateState
    crate: Crate! @provides(fields: "label")
    places: [Place!]
  }
  type CrateChange {
    kind: ChangeKind!
    cursor: ID!
    at: String!
    crateId: ID!
    crate: Crate! @provides(fields: "label state keeper { id } keeperId")
  }
  type Crate @key(fields: "id", resolvable: false) {
    id: ID!
    label: String! @external
    state: CrateState! @external
    keeper: Keeper @external
    keeperId: ID @external
  }
  type Keeper @key(fields: "id", resolvable: false) { id: ID! }
`);

export type Crate = { id: string; label: string; state: string; contents: string };

/** A subgraph's server in this process that tests can delay, stop and restart. */
export type FixtureSubgraph = {
  readonly name: string;
  readonly url: string;
  /** Delay of every response in milliseconds. */
  delay: number;
  /** Operations received since the last reset. */
  requests: string[];
  stop(): Promise<void>;
  /** Listens again on the same port. */
  restart(): Promise<void>;
};

export type FixtureGraph = {
  readonly crates: FixtureSubgraph;
  readonly stock: FixtureSubgraph;
  readonly supergraph: string;
  [Symbol.asyncDispose](): Promise<void>;
};

type Context = { readonly request: IncomingMessage };

function callerFields({ request: { headers } }: Context) {
  return {
    authorization: headers.authorization,
    correlationId: headers['x-correlation-id'],
    traceparent: headers.traceparent,
  };
}

/** Starts the subgraphs and composes the supergraph. */
export async function startFixtureGraph(): Promise<FixtureGraph> {
  const crateOf = (id: string): Crate => ({
    id,
    label: `label-${id}`,
    state: 'OPEN',
    contents: `contents-${id}`,
  });
  const crates = await startSubgraph('crates', CRATES, {
    Query: {
      crates: () => ['1', '2'].map(crateOf),
      crate: (_: unknown, { id }: { id: string }) => (id === 'none' ? null : crateOf(id)),
      secret: () => 'gold',
      vault: () => 'more gold',
      page: (_: unknown, { first }: { first: number }) =>
        Array.from({ length: first }, (__, index) => crateOf(String(index + 1))),
      broken: () => {
        throw new Error('connect ECONNREFUSED 10.0.0.5:5432 password=hunter2');
      },
      forbidden: () => {
        throw new GraphQLError('Not for you.', { extensions: { code: 'FORBIDDEN' } });
      },
      invalid: (_: unknown, { text }: { text?: string }) => {
        throw new GraphQLError(`No good: ${text}`, { extensions: { code: 'BAD_USER_INPUT' } });
      },
      caller: (_: unknown, __: unknown, context: unknown) => callerFields(context as Context),
    },
    Mutation: {
      rename: (_: unknown, { id, name }: { id: string; name: string }) => ({ ...crateOf(id), label: name }),
    },
    Crate: { __resolveReference: ({ id }: { id: string }) => crateOf(id) },
  });
  const stock = await startSubgraph('stock', STOCK, {
    Query: { stockTotal: () => 12 },
    Crate: {
      __resolveReference: ({ id }: { id: string }) => ({ id }),
      items: ({ id }: { id: string }) => [{ name: `item-${id}`, count: 3 }],
      strict: ({ id }: { id: string }) => (id === 'unstrict' ? null : 1),
    },
  });
  return {
    crates,
    stock,
    supergraph: composeFixture(crates.url, stock.url),
    async [Symbol.asyncDispose]() {
      await Promise.all([crates.stop(), stock.stop()]);
    },
  };
}

/**
 * Composes the supergraph for subgraphs at these URLs.
 *
 * @param extra another field of Query, to distinguish versions
 */
export function composeFixture(cratesUrl: string, stockUrl: string, extra = ''): string {
  const result = composeServices([
    { name: 'crates', url: cratesUrl, typeDefs: CRATES },
    { name: 'stock', url: stockUrl, typeDefs: extra ? withQueryField(STOCK, extra) : STOCK },
    { name: 'live', url: 'nats://live', typeDefs: LIVE },
  ]);
  if (!result.supergraphSdl) throw new Error(result.errors?.map(({ message }) => message).join('\n'));
  return result.supergraphSdl;
}

function withQueryField(document: DocumentNode, field: string): DocumentNode {
  return {
    ...document,
    definitions: [...document.definitions, ...parse(`extend type Query { ${field}: Int }`).definitions],
  };
}

type Resolvers = NonNullable<
  Extract<Parameters<typeof buildSubgraphSchema>[0], { resolvers?: unknown }>['resolvers']
>;

async function startSubgraph(
  name: string,
  typeDefs: DocumentNode,
  resolvers: Resolvers,
): Promise<FixtureSubgraph> {
  const apollo = new ApolloServer<Context>({
    schema: buildSubgraphSchema({ typeDefs, resolvers }),
    includeStacktraceInErrorResponses: true,
    stopOnTerminationSignals: false,
    logger: { debug() {}, info() {}, warn() {}, error() {} },
  });
  await apollo.start();
  const http = createServer((request, response) => {
    void (async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
      const body = JSON.parse(Buffer.concat(chunks).toString());
      subgraph.requests.push(body.query);
      if (subgraph.delay > 0) await new Promise((resolve) => setTimeout(resolve, subgraph.delay));
      const headers = new HeaderMap();
      headers.set('content-type', 'application/json');
      const result = await apollo.executeHTTPGraphQLRequest({
        httpGraphQLRequest: { method: 'POST', headers, search: '', body },
        context: async () => ({ request }),
      });
      response.writeHead(result.status ?? 200, { 'content-type': 'application/json' });
      response.end(result.body.kind === 'complete' ? result.body.string : '');
    })();
  });
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  const { port } = http.address() as AddressInfo;
  const subgraph: FixtureSubgraph = {
    name,
    url: `http://127.0.0.1:${port}/graphql`,
    delay: 0,
    requests: [],
    async stop() {
      if (!http.listening) return;
      http.close();
      http.closeAllConnections();
      await once(http, 'close');
    },
    async restart() {
      http.listen(port, '127.0.0.1');
      await once(http, 'listening');
    },
  };
  return subgraph;
}
