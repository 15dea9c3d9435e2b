import type { ApolloServerPlugin } from '@apollo/server';
import { GraphQLError, type GraphQLFormattedError, type OperationDefinitionNode } from 'graphql';
import {
  type AccessDirective,
  accessDenials,
  createRequirementsReader,
  type Requirement,
} from '../identity/access.ts';
import { nullArgumentMessage } from '../null-argument.ts';
import { type LoggedFault, logFaults } from '../telemetry/log-bounds.ts';
import { unavailable } from './refusals.ts';
import type { RequestContext } from './request-context.ts';
import type { Surroundings } from './surroundings.ts';

/** Without `@policy`: only the router knows which policies a caller fulfils. */
const DIRECTIVES: readonly AccessDirective[] = ['authenticated', 'requiresScopes'];
const NO_POLICIES: readonly string[] = [];

/** Codes of errors that clients may see as they are. Everything else is a fault and is masked. */
const PUBLIC_CODES: ReadonlySet<unknown> = new Set([
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'BAD_USER_INPUT',
  'SUBGRAPH_UNAVAILABLE',
  'OPERATION_TOO_COMPLEX',
  'OPERATION_ABANDONED',
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'OPERATION_RESOLUTION_FAILURE',
  'BAD_REQUEST',
]);

/**
 * Refuses operations that need more rights than the caller has, logs faults, and masks them in the response:
 * a client sees the correlation id only, under which the log has the details. A fault that an outage of the
 * database causes is shown as such, with when to try again; null where an argument takes none, as bad input.
 *
 * @param surroundings tells what an outage is; without it there are none
 */
export function errorPolicy<Context extends RequestContext>(
  surroundings?: Pick<Surroundings, 'service' | 'isOutage'>,
): ApolloServerPlugin<Context> {
  /** The requirements of each operation, computed once: Apollo caches parsed documents. */
  const cached = new WeakMap<OperationDefinitionNode, readonly Requirement[]>();
  let readRequirements: ReturnType<typeof createRequirementsReader>;

  return {
    async serverWillStart({ schema }) {
      readRequirements = createRequirementsReader(schema, meaningOf);
    },
    async requestDidStart({ contextValue }) {
      const { identity, cause } = contextValue;
      /** The paths of faults that an outage causes. */
      const outages = new Set<string>();
      /** What to say of fields that were not resolved because of their arguments, by their paths. */
      const misused = new Map<string, string>();

      function mask(error: GraphQLFormattedError): GraphQLFormattedError {
        if (PUBLIC_CODES.has(error.extensions?.code)) return error;
        const { path } = error;
        const refusal = misused.get(placeOf(error));
        if (refusal !== undefined)
          return { message: refusal, ...(path ? { path } : {}), extensions: { code: 'BAD_USER_INPUT' } };
        if (surroundings && outages.has(placeOf(error))) {
          const { message, extensions } = unavailable(surroundings.service, 'its database does not respond');
          return { message, ...(path ? { path } : {}), extensions };
        }
        return {
          message: 'Internal server error',
          ...(path ? { path } : {}),
          extensions: { code: 'INTERNAL_SERVER_ERROR', correlationId: cause.correlationId },
        };
      }

      return {
        async didResolveOperation({ document, operation }) {
          // Execution reports that the document has no such operation.
          if (!operation) return;
          const requirements = cached.get(operation) ?? readRequirements(document, operation);
          cached.set(operation, requirements);
          const [refusal] = accessDenials(
            requirements,
            { scopes: identity.scopes, policies: NO_POLICIES },
            1,
          );
          if (refusal) throw withStatus(refusal, 200);
        },
        async didEncounterErrors({ errors }) {
          const log = contextValue.log();
          const faults: LoggedFault[] = [];
          for (const error of errors) {
            if (PUBLIC_CODES.has(error.extensions.code)) {
              log.debug({ code: error.extensions.code }, error.message);
              continue;
            }
            const cause = error.originalError ?? error;
            const message = nullArgumentMessage(cause);
            if (message !== undefined) {
              misused.set(placeOf(error), message);
              log.debug({ code: 'BAD_USER_INPUT' }, error.message);
              continue;
            }
            faults.push({ err: cause, path: error.path });
            if (await surroundings?.isOutage(cause)) outages.add(placeOf(error));
          }
          logFaults(log, 'a resolver failed', faults);
        },
        async willSendResponse({ response: { body } }) {
          if (body.kind !== 'single' || !body.singleResult.errors) return;
          body.singleResult.errors = body.singleResult.errors.map(mask);
        },
      };
    },
  };
}

function placeOf({ path }: { readonly path?: GraphQLFormattedError['path'] | undefined }): string {
  return JSON.stringify(path ?? []);
}

/** The directive of a name. One that is not imported is prefixed with `federation__`. */
function meaningOf(name: string): AccessDirective | undefined {
  return DIRECTIVES.find((each) => name === each || name === `federation__${each}`);
}

/** Sets the HTTP status, which Apollo Server takes for 500 when an error is thrown before execution. */
function withStatus(error: GraphQLError, status: number): GraphQLError {
  return new GraphQLError(error.message, {
    ...(error.nodes ? { nodes: error.nodes } : {}),
    ...(error.path ? { path: error.path } : {}),
    extensions: { ...error.extensions, http: { status } },
  });
}
