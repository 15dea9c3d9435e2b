import { readFileSync } from 'node:fs';

/**
 * `apollo.ts SUPERGRAPH PORT`: Apollo Server and Apollo Gateway with default settings, forwarding the
 * caller's header.
 */
process.env.APOLLO_TELEMETRY_DISABLED = '1';
const { ApolloGateway, RemoteGraphQLDataSource } = await import('@apollo/gateway');
const { ApolloServer } = await import('@apollo/server');
const { startStandaloneServer } = await import('@apollo/server/standalone');

const [supergraph = '', port] = process.argv.slice(2);
type Context = { readonly authorization?: string | undefined };

const gateway = new ApolloGateway({
  supergraphSdl: readFileSync(supergraph, 'utf8'),
  buildService: ({ url }) =>
    new RemoteGraphQLDataSource<Context>({
      ...(url ? { url } : {}),
      willSendRequest({ request, context }) {
        if (context.authorization) request.http?.headers.set('authorization', context.authorization);
      },
    }),
});
await startStandaloneServer(new ApolloServer<Context>({ gateway }), {
  context: async ({ req }) => ({ authorization: req.headers.authorization }),
  listen: { port: Number(port), host: '127.0.0.1' },
});
