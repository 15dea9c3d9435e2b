import { actorOf } from '../../../platform/identity/identity.ts';
import { fieldLoader, loaderBy, loaderFrom } from '../../../platform/subgraph/loaders.ts';
import type { RequestContext } from '../../../platform/subgraph/request-context.ts';
import type { CommunityServices } from '../application/services.ts';

/** What the resolvers of a request work with. */
export type CommunityContext = ReturnType<ReturnType<typeof createContext>>;

/** Returns the context of each request, with loaders that batch the reads of that request. */
export function createContext(services: CommunityServices) {
  const { queries } = services;
  return (request: RequestContext) => {
    const { identity } = request;
    return {
      ...request,
      services,
      /** The caller as who manages courses. */
      actor: actorOf(identity, 'course:manage'),
      /** The same page of the reviews of several targets. */
      reviewPage: fieldLoader(queries.reviewPages),
      loaders: {
        /** The course of an id, also a deleted one. */
        course: loaderBy(queries.courses, ({ id }) => id),
        target: loaderBy(queries.targets, ({ id }) => id),
        review: loaderBy(queries.reviews, ({ id }) => id),
        /** The sets in which the caller is. */
        myMarks: loaderFrom((targetIds) => queries.marksOf(identity.subject, targetIds)),
      },
    };
  };
}
