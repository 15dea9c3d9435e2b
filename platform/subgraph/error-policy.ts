import type { ApolloServerPlugin } from '@apollo/server';
import { GraphQLError, type GraphQLFormattedError, type OperationDefinitionNode } from 'graphql';
import {
  type AccessDirective,
  accessDenials,
  createRequirementsReader,
  type Requirement,
} from '../identity/index.ts';
import { isPublicError } from './errors.ts';
import type { RequestContext } from './server.ts';

/** Policies are not among them: which of them a caller fulfils, only the router knows. */
const DIRECTIVES: readonly AccessDirective[] = ['authenticated', 'requiresScopes'];
const NO_POLICIES: readonly string[] = [];

/**
 * Refuses operations that ask for more than the caller may have, logs faults, and masks them in the answer: what a
 * client sees of them is the correlation id under which the log has the rest.
 */
export function errorPolicy<Context extends RequestContext>(): ApolloServerPlugin<Context> {
  /** What operations ask for, read once: Apollo keeps the documents it knows. */
  const known = new WeakMap<OperationDefinitionNode, readonly Requirement[]>();
  let read: ReturnType<typeof createRequirementsReader>;

  return {
    async serverWillStart({ schema }) {
      read = createRequirementsReader(schema, meaningOf);
    },
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
        async didResolveOperation({ document, operation }) {
          // Execution will say that the document has no such operation.
          if (!operation) return;
          const requirements = known.get(operation) ?? read(document, operation);
          known.set(operation, requirements);
          const [refusal] = accessDenials(
            requirements,
            { scopes: identity.scopes, policies: NO_POLICIES },
            1,
          );
          if (refusal) throw withStatus(refusal, 200);
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

/** A directive that is not imported has Federation's name before its own. */
function meaningOf(name: string): AccessDirective | undefined {
  return DIRECTIVES.find((each) => name === each || name === `federation__${each}`);
}

/** Errors before execution would otherwise turn the answer into HTTP 500. */
function withStatus(error: GraphQLError, status: number): GraphQLError {
  return new GraphQLError(error.message, {
    ...(error.nodes ? { nodes: error.nodes } : {}),
    ...(error.path ? { path: error.path } : {}),
    extensions: { ...error.extensions, http: { status } },
  });
}
