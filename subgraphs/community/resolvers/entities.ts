import { isPseudonym } from '../../../platform/identity/pseudonym.ts';
import { loadReference, toReference } from '../../../platform/subgraph/loaders.ts';
import type {
  CourseResolvers,
  CourseStopResolvers,
  ReviewResolvers,
  RoomResolvers,
} from '../schema.generated.ts';
import { engagementFields } from './engagement-fields.ts';
import { listed } from './listed.ts';

export const room: RoomResolvers = { __resolveReference: toReference, ...engagementFields };

export const course: CourseResolvers = {
  __resolveReference: async (reference, { loaders }) =>
    listed(await loadReference(loaders.course, reference)),
  host: ({ hostId }) => ({ id: hostId }),
  open: ({ status }) => status === 'OPEN',
  ...engagementFields,
};

export const courseStop: CourseStopResolvers = {
  async room({ roomId }, _args, { loaders }) {
    const target = roomId === null ? undefined : await loaders.target.load(roomId);
    return target ? { id: target.id } : null;
  },
};

export const review: ReviewResolvers = {
  __resolveReference: (reference, { loaders }) => loadReference(loaders.review, reference),
  author: ({ authorId }) => (isPseudonym(authorId) ? null : { id: authorId }),
};
