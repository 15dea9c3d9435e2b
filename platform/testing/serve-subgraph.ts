import type { RequestContext } from '../subgraph/request-context.ts';
import { type SubgraphOptions, startSubgraphServer, subgraphSchema } from '../subgraph/server.ts';
import { createLogger } from '../telemetry/logger.ts';
import { createTestIssuer } from './issuer.ts';
import { createSubgraphClient } from './subgraph-client.ts';

type Served<Context extends RequestContext> = Pick<
  SubgraphOptions<Context>,
  'resolvers' | 'context' | 'ping' | 'limits'
> & {
  /** The subgraph's folder, with `schema.graphql`. */
  readonly folder: string;
};

/** Starts a subgraph's server with parts of a test, and a client with tokens of a test issuer. */
export async function serveSubgraph<Data, Context extends RequestContext = RequestContext>({
  folder,
  ...parts
}: Served<Context>) {
  const issuer = await createTestIssuer();
  const server = await startSubgraphServer({
    ...parts,
    port: 0,
    host: '127.0.0.1',
    verifier: issuer.verifier,
    log: createLogger('test', 'silent'),
    typeDefs: await subgraphSchema(folder),
  });
  const { post, ask } = createSubgraphClient<Data>(server.url, issuer);
  return {
    url: server.url,
    issuer,
    post,
    ask,
    close: () => server.close(),
  };
}
