import { actorOf } from '../../../platform/identity/identity.ts';
import { type CommandOf, executeOnce } from '../../../platform/subgraph/mutation.ts';
import type { MutationResolvers } from '../schema.generated.ts';
import type { CommunityContext } from './context.ts';
import {
  toDeleteCourseResult,
  toDeleteReviewResult,
  toRegisterCourseResult,
  toTargetMutationResult,
  toUpdateCourseResult,
  toWriteReviewResult,
} from './results.ts';

export const mutations: MutationResolvers = {
  async registerCourse(_parent, { input }, context) {
    const outcome = await execute(context, 'registerCourse', input, context.services.registerCourse);
    return toRegisterCourseResult(outcome, context);
  },

  async updateCourse(_parent, { input }, context) {
    const outcome = await execute(context, 'updateCourse', input, context.services.updateCourse);
    return toUpdateCourseResult(outcome, context);
  },

  deleteCourse: async (_parent, { input }, context) =>
    toDeleteCourseResult(await execute(context, 'deleteCourse', input, context.services.deleteCourse)),

  async writeReview(_parent, { input }, context) {
    const { writeReview } = context.services;
    const outcome = await execute(context, 'writeReview', input, (command) =>
      writeReview({ ...command, customerId: context.identity.subject }),
    );
    return toWriteReviewResult(outcome, input.target, context);
  },

  async deleteReview(_parent, { input }, context) {
    const { services, identity } = context;
    const actors = {
      ROOM: actorOf(identity, 'room:manage'),
      COURSE: actorOf(identity, 'course:manage'),
    };
    return toDeleteReviewResult(
      await execute(context, 'deleteReview', input, (command) =>
        services.deleteReview({ ...command, actors }),
      ),
    );
  },

  like: markMutation('like'),
  unlike: markMutation('unlike'),
  addBookmark: markMutation('addBookmark'),
  removeBookmark: markMutation('removeBookmark'),
};

/** A mutation of the use case of its name, which puts the caller into a set or takes them out of it. */
function markMutation(name: 'like' | 'unlike' | 'addBookmark' | 'removeBookmark') {
  const resolver: MutationResolvers['like'] = async (_parent, { input }, context) => {
    const changeMark = context.services[name];
    const outcome = await execute(context, name, input, (command) =>
      changeMark({ ...command, customerId: context.identity.subject }),
    );
    return toTargetMutationResult(outcome, context);
  };
  return resolver;
}

/** Executes a mutation once. What earlier mutations of this request have loaded may have changed by it. */
async function execute<
  Input extends { readonly idempotencyKey?: string | null | undefined },
  Result extends { readonly kind: string },
>(
  context: CommunityContext,
  mutation: string,
  input: Input,
  useCase: (command: CommandOf<Input>) => Promise<Result>,
) {
  const outcome = await executeOnce(context, mutation, input, useCase);
  for (const loader of Object.values(context.loaders)) loader.clearAll();
  return outcome;
}
