import { GraphQLError, type GraphQLFieldResolver, type GraphQLSchema } from 'graphql';
import { isRecord } from '../type-guards.ts';

/** The codes of errors that say what is wrong with the request, and nothing about the service. */
const OF_CLIENTS: ReadonlySet<unknown> = new Set(['BAD_USER_INPUT', 'FORBIDDEN', 'UNAUTHENTICATED']);

/**
 * Called with the type of a mutation's result. Without a result, the outcome is `refused` for what is wrong
 * with the request, and else `error`.
 */
export type OnOutcome = (field: string, outcome: string) => void;

/** Makes every mutation of a schema report its outcome, whether it is done, refused or fails. */
export function countOutcomes(schema: GraphQLSchema, onOutcome: OnOutcome): void {
  for (const field of Object.values(schema.getMutationType()?.getFields() ?? {})) {
    const { resolve, name } = field;
    if (!resolve) continue;
    const counting: GraphQLFieldResolver<unknown, unknown> = async (...all) => {
      try {
        const result: unknown = await resolve(...all);
        const outcome = isRecord(result) ? result.__typename : undefined;
        onOutcome(name, typeof outcome === 'string' ? outcome : 'ok');
        return result;
      } catch (error) {
        const isRefused = error instanceof GraphQLError && OF_CLIENTS.has(error.extensions.code);
        onOutcome(name, isRefused ? 'refused' : 'error');
        throw error;
      }
    };
    field.resolve = counting;
  }
}
