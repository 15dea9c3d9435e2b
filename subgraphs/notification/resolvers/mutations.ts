import { executeOnce } from '../../../platform/subgraph/mutation.ts';
import type { MutationResolvers } from '../schema.generated.ts';
import { toMarkMessagesReadResult, toSetLanguageResult } from './results.ts';

export const mutations: MutationResolvers = {
  async markMessagesRead(_parent, { input }, context) {
    const { markMessagesRead } = context.services;
    const outcome = await executeOnce(context, 'markMessagesRead', input, markMessagesRead);
    return toMarkMessagesReadResult(outcome, context);
  },

  setLanguage: async (_parent, { input }, context) =>
    toSetLanguageResult(await executeOnce(context, 'setLanguage', input, context.services.setLanguage)),
};
