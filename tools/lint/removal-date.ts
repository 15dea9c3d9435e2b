import type { GraphQLESLintRule } from '@graphql-eslint/eslint-plugin';
import { Kind } from 'graphql';

const REMOVAL = /(?:^|\s)Removed after (\d{4}-\d{2}-\d{2})\.$/;

/**
 * What is wrong with the reason of a deprecation: it ends with the last day on which clients may use the
 * element. Whether that day has passed is not checked, so that the same files always give the same result.
 */
export function faultOf(reason: string): string | undefined {
  const [, date] = REMOVAL.exec(reason) ?? [];
  if (date !== undefined && isDate(date)) return undefined;
  return 'The reason must end with "Removed after YYYY-MM-DD."';
}

function isDate(text: string): boolean {
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

/** The rule `removal-date`: see `faultOf`. */
export const removalDate: GraphQLESLintRule = {
  meta: { type: 'problem', schema: [] },
  create: (context) => ({
    Directive(node) {
      if (node.name.value !== 'deprecated') return;
      const reason = node.arguments?.find(({ name }) => name.value === 'reason')?.value.rawNode();
      const text = reason?.kind === Kind.STRING ? reason.value : '';
      const message = faultOf(text);
      if (message !== undefined) context.report({ node: node.name, message });
    },
  }),
};
