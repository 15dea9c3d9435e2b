import type { Instant } from '../../../platform/decisions/values.ts';
import { outsideOperations } from '../../../platform/operations/operation.ts';
import type { Dependencies } from './ports.ts';
import { contextsOf, VIEWS, type ViewName } from './views.ts';

/** Until when a view shows what has happened. Read the view afterwards. */
export type Freshness = (view: ViewName) => Promise<Instant>;

/** Before the first event. */
const NOTHING_SEEN: Instant = new Date(0).toISOString();

const CONTEXTS = [...new Set((Object.keys(VIEWS) as ViewName[]).flatMap(contextsOf))];

/**
 * Tells how fresh a view is: until now, when its consumers have nothing more to see, or else until the last
 * event that was seen, in the context that is furthest behind. While the streams cannot be reached, a context
 * is as fresh as it was when they could be.
 */
export function createFreshness({
  queries,
  backlog,
  clock,
}: Pick<Dependencies, 'queries' | 'backlog' | 'clock'>): Freshness {
  /** When each context was last known to have nothing more to see. */
  const complete = new Map<string, Instant>();
  /** Requests at the same time share one look at the consumers. */
  let looking: Promise<ReadonlyMap<string, Instant>> | undefined;

  async function look(): Promise<ReadonlyMap<string, Instant>> {
    // Before the look, so that no later event is claimed.
    const now = clock();
    const backlogs = await Promise.all(
      CONTEXTS.map(async (context) => [context, await backlog(context)] as const),
    );
    for (const [context, waiting] of backlogs) if (waiting === 0) complete.set(context, now);
    const seen = backlogs.every(([, waiting]) => waiting === 0) ? undefined : await queries.lastSeen();
    return new Map(
      CONTEXTS.map((context) => [
        context,
        latest(complete.get(context) ?? NOTHING_SEEN, seen?.get(context) ?? NOTHING_SEEN),
      ]),
    );
  }

  return async (view) => {
    looking ??= outsideOperations(look).finally(() => {
      looking = undefined;
    });
    const known = await looking;
    return contextsOf(view)
      .map((context) => known.get(context) ?? NOTHING_SEEN)
      .reduce((a, b) => (a < b ? a : b));
  };
}

function latest(a: Instant, b: Instant): Instant {
  return a > b ? a : b;
}
