import { env } from '../../platform/config/env.ts';
import { DUE_INTERVAL_MS } from '../../platform/due.ts';
import { openMongoService } from '../../platform/service/mongo-service.ts';
import { runService } from '../../platform/service/run-service.ts';
import { createServiceClient } from '../../platform/subgraph/service-client.ts';
import { STREAM_RETENTION } from '../../schema/events/retention.ts';
import { createServices } from './application/services.ts';
import { createContext } from './resolvers/context.ts';
import { resolvers } from './resolvers/index.ts';
import { createGraphqlSuppliesService } from './store/graphql-supplies-service.ts';
import { openModels, openStores } from './store/open-stores.ts';

const NAME = 'room';

const SUPPLIES_TIMEOUT_MS = 2_000;
/** How soon a deletion that a crash has cut short, or that takes long, goes on. */
const RELEASE_SWEEP_MS = 5_000;

await runService(NAME, async () => {
  const service = await openMongoService(NAME, import.meta.dirname, STREAM_RETENTION[NAME], openModels);
  const { mongo, aggregates, log, clock, serviceToken, wakeRelay } = service;

  const suppliesClient = createServiceClient({
    urls: env.urls('SUPPLIES_URL'),
    token: serviceToken,
    timeoutMs: env.duration('SUPPLIES_TIMEOUT', SUPPLIES_TIMEOUT_MS),
  });

  const services = createServices({
    stores: await openStores(mongo, aggregates, wakeRelay),
    clients: { supplies: createGraphqlSuppliesService(suppliesClient, log) },
    clock,
  });

  return service.serve({
    resolvers,
    context: createContext(services),
    reactions: services.reactions,
    jobs: [
      { everyMs: DUE_INTERVAL_MS, run: services.jobs.changeStatuses },
      { everyMs: RELEASE_SWEEP_MS, run: services.jobs.releaseDeleted },
    ],
    clients: [suppliesClient],
  });
});
