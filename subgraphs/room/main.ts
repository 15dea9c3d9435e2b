import { DUE_INTERVAL_MS } from '../../platform/due.ts';
import { openMongoService } from '../../platform/service/mongo-service.ts';
import { runSubgraph } from '../../platform/service/run-subgraph.ts';
import { createServiceClient } from '../../platform/subgraph/service-client.ts';
import { STREAM_RETENTION } from '../../schema/events/retention.ts';
import { createServices } from './application/services.ts';
import { createContext } from './resolvers/context.ts';
import { resolvers } from './resolvers/index.ts';
import { ROOM_TABLE } from './settings.ts';
import { createGraphqlSuppliesService } from './store/graphql-supplies-service.ts';
import { openModels, openStores } from './store/open-stores.ts';

const NAME = 'room';

/** How soon a deletion that a crash has cut short, or that takes long, goes on. */
const RELEASE_SWEEP_MS = 5_000;

await runSubgraph(NAME, ROOM_TABLE, async (settings, log) => {
  const service = await openMongoService(
    { name: NAME, folder: import.meta.dirname, settings, streamRetention: STREAM_RETENTION[NAME], log },
    openModels,
  );
  const { mongo, aggregates, clock, serviceToken, wakeRelay } = service;

  const suppliesClient = createServiceClient({
    ...settings.supplies,
    token: serviceToken,
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
