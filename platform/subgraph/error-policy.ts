import type { ApolloServerPlugin } from '@apollo/server';
import { type DocumentNode, GraphQLError, type GraphQLFormattedError } from 'graphql';
import { accessErrors } from '../identity/index.ts';
import { isPublicError } from './errors.ts';
import type { RequestContext } from './server.ts';

/** Tokens may claim scopes of their own: so many different ones are remembered for each document. */
const MOST_SCOPES = 20;

/**
 * Refuses operations that ask for more than the caller may have, logs faults, and masks them in the answer: what a
 * client sees of them is the correlation id under which the log has the rest.
 */
export function errorPolicy<Context extends RequestContext>(): ApolloServerPlugin<Context> {
  /** The scopes with which a document was let through before; Apollo keeps the documents it knows. */
  const allowed = new WeakMap<DocumentNode, Set<string>>();

  return {
    async requestDidStart({ contextValue }) {
      const { identity, cause, log } = contextValue;

      function mask(error: GraphQLFormattedError): GraphQLFormattedError {
        if (isPublicError(error.extensions?.code)) return error;
        const { path } = error;
        return {
          message: 'Internal server error',
          ...(path ? { path } : {}),
          extensions: { code: 'INTERNAL_SERVER_ERROR', correlationId: cause.correlationId },
        };
      }

      return {
        async didResolveOperation({ schema, document }) {
          const scopes = identity.scopes.join(' ');
          const known = allowed.get(document) ?? new Set();
          if (known.has(scopes)) return;
          const [refusal] = accessErrors(schema, document, identity);
          if (refusal) throw withStatus(refusal, 200);
          if (known.size < MOST_SCOPES) allowed.set(document, known.add(scopes));
        },
        async didEncounterErrors({ errors }) {
          for (const error of errors) {
            if (isPublicError(error.extensions.code))
              log.debug({ code: error.extensions.code }, error.message);
            else log.error({ err: error.originalError ?? error, path: error.path }, 'a resolver failed');
          }
        },
        async willSendResponse({ response: { body } }) {
          if (body.kind !== 'single' || !body.singleResult.errors) return;
          body.singleResult.errors = body.singleResult.errors.map(mask);
        },
      };
    },
  };
}

/** Errors before execution would otherwise turn the answer into HTTP 500. */
function withStatus(error: GraphQLError, status: number): GraphQLError {
  return new GraphQLError(error.message, {
    ...(error.nodes ? { nodes: error.nodes } : {}),
    ...(error.path ? { path: error.path } : {}),
    extensions: { ...error.extensions, http: { status } },
  });
}
