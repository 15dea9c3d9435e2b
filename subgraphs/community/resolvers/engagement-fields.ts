import { isUuid, parseInstant } from '../../../platform/input.ts';
import { type PageArguments, readPage, toConnection } from '../../../platform/subgraph/pagination.ts';
import { type Mark, ratingOf } from '../domain/target.ts';
import type { CommunityContext } from './context.ts';

type Parent = { readonly id: string };

const isInstant = (text: string): boolean => parseInstant(text) !== undefined;

/** The fields of reviews, likes and bookmarks, which rooms and courses have alike. */
export const engagementFields = {
  async reviews({ id }: Parent, args: PageArguments, { loaders, reviewPage }: CommunityContext) {
    const name = `target/${id}/reviews`;
    const page = readPage<[string, string]>(args, name, [isInstant, isUuid]);
    return toConnection(await reviewPage(id, page), page, {
      name,
      keysOf: (review) => [review.createdAt, review.id],
      count: async () => (await loaders.target.load(id))?.reviewCount ?? 0,
    });
  },

  async rating({ id }: Parent, _args: object, { loaders }: CommunityContext) {
    const target = await loaders.target.load(id);
    return target ? ratingOf(target) : null;
  },

  reviewCount: async ({ id }: Parent, _args: object, { loaders }: CommunityContext) =>
    (await loaders.target.load(id))?.reviewCount ?? 0,

  likeCount: countOf('LIKE'),
  bookmarkCount: countOf('BOOKMARK'),
  likedByMe: isMine('LIKE'),
  bookmarkedByMe: isMine('BOOKMARK'),
};

/** A room that is new here has none. */
function countOf(mark: Mark) {
  return async ({ id }: Parent, _args: object, { loaders }: CommunityContext) =>
    (await loaders.target.load(id))?.marks[mark] ?? 0;
}

function isMine(mark: Mark) {
  return async ({ id }: Parent, _args: object, { loaders }: CommunityContext) =>
    (await loaders.myMarks.load(id))?.includes(mark) ?? false;
}
