import { isUuid } from '../../../platform/input.ts';
import { uuidArgument } from '../../../platform/subgraph/arguments.ts';
import { readPage, toConnection } from '../../../platform/subgraph/pagination.ts';
import type { QueryResolvers } from '../schema.generated.ts';
import { listed } from './listed.ts';

export const queries: QueryResolvers = {
  course: async (_parent, { id }, { loaders }) => listed(await loaders.course.load(uuidArgument('id', id))),

  async courses(_parent, args, { services: { queries: reads } }) {
    const page = readPage<[string]>(args, 'courses', [isUuid]);
    return toConnection(await reads.allCourses(page), page, {
      name: 'courses',
      keysOf: ({ id }) => [id],
      count: reads.countCourses,
    });
  },
};
