import { createOutageCheck } from '../../platform/postgres/pool.ts';
import { openPostgresService } from '../../platform/service/postgres-service.ts';
import { runSubgraph } from '../../platform/service/run-subgraph.ts';
import { createServices } from './application/services.ts';
import { createContext } from './resolvers/context.ts';
import { resolvers } from './resolvers/index.ts';
import { VIEW_TABLE } from './settings.ts';
import { createPostgresViewQueries } from './store/postgres-view-queries.ts';
import { createPostgresViewStore } from './store/postgres-view-store.ts';

const NAME = 'view';

await runSubgraph(NAME, VIEW_TABLE, async (settings, log) => {
  const service = await openPostgresService({ name: NAME, folder: import.meta.dirname, settings, log });
  const { pool, clock, backlog } = service;
  const services = createServices({
    stores: {
      views: createPostgresViewStore(pool, createOutageCheck(pool)),
      queries: createPostgresViewQueries(pool),
    },
    backlog,
    clock,
  });
  return service.serve({
    resolvers,
    context: createContext(services),
    reactions: services.reactions,
    // Each row is that of the highest version, whatever comes first (ADR 0024).
    ordering: 'none',
  });
});
