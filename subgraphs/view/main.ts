import { createOutageCheck } from '../../platform/postgres/pool.ts';
import { openPostgresService } from '../../platform/service/postgres-service.ts';
import { runService } from '../../platform/service/run-service.ts';
import { createServices } from './application/services.ts';
import { createContext } from './resolvers/context.ts';
import { resolvers } from './resolvers/index.ts';
import { createPostgresViewQueries } from './store/postgres-view-queries.ts';
import { createPostgresViewStore } from './store/postgres-view-store.ts';

const NAME = 'view';

await runService(NAME, async () => {
  const service = await openPostgresService(NAME, import.meta.dirname);
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
