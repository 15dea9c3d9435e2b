import { createFreshness } from './freshness.ts';
import { onCustomerErased } from './on-customer-erased.ts';
import type { Dependencies, ViewQueries, ViewStore } from './ports.ts';
import { PROJECTIONS } from './views.ts';

type Surroundings = Pick<Dependencies, 'clock' | 'backlog'> & {
  readonly stores: { readonly views: ViewStore; readonly queries: ViewQueries };
};

export type ViewServices = ReturnType<typeof createServices>;

/** The service without server, database and stream: what it reads, and its reactions to events. */
export function createServices({ stores: { views, queries }, backlog, clock }: Surroundings) {
  return {
    queries,
    clock,
    freshness: createFreshness({ queries, backlog, clock }),
    reactions: [...PROJECTIONS.map((projection) => projection.react(views)), onCustomerErased(views)],
  };
}
