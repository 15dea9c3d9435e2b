import type {
  DocumentNode,
  GraphQLError,
  GraphQLFormattedError,
  GraphQLSchema,
  OperationDefinitionNode,
} from 'graphql';
import {
  type AccessDirective,
  accessDenials,
  createRequirementsReader,
  type Requirement,
} from '../identity/access.ts';
import type { Identity } from '../identity/identity.ts';
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

export type ErrorPolicy = {
  /** Why the caller may not run an operation; undefined if it has the rights. */
  refusal(
    document: DocumentNode,
    operation: OperationDefinitionNode,
    caller: Pick<Identity, 'scopes'>,
  ): GraphQLError | undefined;
  /** Logs faults, and returns the errors as clients may see them. */
  present(
    errors: readonly GraphQLError[],
    context: RequestContext,
  ): Promise<readonly GraphQLFormattedError[]>;
};

/**
 * Refuses operations that need more rights than the caller has, logs faults, and masks them in the response:
 * a client sees the correlation id only, under which the log has the details. A fault that an outage of the
 * database causes is shown as such, with when to try again.
 *
 * @param surroundings tells what an outage is; without it there are none
 */
export function createErrorPolicy(
  schema: GraphQLSchema,
  surroundings?: Pick<Surroundings, 'service' | 'isOutage'>,
): ErrorPolicy {
  /** The requirements of each operation, computed once: parsed documents are kept. */
  const cached = new WeakMap<OperationDefinitionNode, readonly Requirement[]>();
  const readRequirements = createRequirementsReader(schema, meaningOf);

  return {
    refusal(document, operation, { scopes }) {
      const requirements = cached.get(operation) ?? readRequirements(document, operation);
      cached.set(operation, requirements);
      if (requirements.length === 0) return undefined;
      return accessDenials(requirements, { scopes, policies: NO_POLICIES }, 1)[0];
    },

    async present(errors, { cause: { correlationId }, log: logOf }) {
      const log = logOf();
      const faults: LoggedFault[] = [];
      const presented: GraphQLFormattedError[] = [];
      for (const error of errors) {
        const { code } = error.extensions;
        if (PUBLIC_CODES.has(code)) {
          log.debug({ code }, error.message);
          presented.push(error.toJSON());
          continue;
        }
        const fault = error.originalError ?? error;
        faults.push({ err: fault, path: error.path });
        const isOutage = surroundings && (await surroundings.isOutage(fault));
        const { message, extensions } = isOutage
          ? unavailable(surroundings.service, 'its database does not respond')
          : masked(correlationId);
        presented.push({ message, ...(error.path ? { path: error.path } : {}), extensions });
      }
      logFaults(log, 'a resolver failed', faults);
      return presented;
    },
  };
}

function masked(correlationId: string) {
  return {
    message: 'Internal server error',
    extensions: { code: 'INTERNAL_SERVER_ERROR', correlationId },
  };
}

/** The directive of a name. One that is not imported is prefixed with `federation__`. */
function meaningOf(name: string): AccessDirective | undefined {
  return DIRECTIVES.find((each) => name === each || name === `federation__${each}`);
}
