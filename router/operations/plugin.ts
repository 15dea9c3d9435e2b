import { type ApolloServerPlugin, HeaderMap } from '@apollo/server';
import type { AccessCheck } from '../auth/access.ts';
import type { OperationContext } from '../context.ts';
import type { Graph } from '../gateway/graph.ts';
import { badUserInput } from './failures.ts';
import { finishResult } from './finish.ts';

/** What the router adds to Apollo Server's pipeline: access before execution, masked errors after it. */
export function createOperationPlugin({
  graph,
  checkAccess,
}: {
  readonly graph: () => Graph;
  readonly checkAccess: AccessCheck;
}): ApolloServerPlugin<OperationContext> {
  return {
    async requestDidStart() {
      return {
        async responseForOperation({ document, operation, operationName, contextValue }) {
          const refused = checkAccess(graph(), document, operationName ?? undefined, contextValue);
          const errors =
            refused.length === 0 && operation.operation === 'subscription' ? [overWebSocket()] : refused;
          if (errors.length === 0) return null;
          return {
            http: { status: statusOf(errors[0]?.extensions.code), headers: new HeaderMap() },
            body: { kind: 'single', singleResult: { errors: errors.map((error) => error.toJSON()) } },
          };
        },
        async willSendResponse({ response, errors, contextValue }) {
          if (response.body.kind !== 'single') return;
          const faults = errors?.map((error) => error.originalError ?? error);
          response.body.singleResult = finishResult(response.body.singleResult, contextValue, faults);
        },
      };
    },
  };
}

function overWebSocket() {
  return badUserInput('Subscriptions are served over WebSocket (graphql-transport-ws) at this path.');
}

function statusOf(code: unknown): number {
  if (code === 'UNAUTHENTICATED') return 401;
  return code === 'FORBIDDEN' ? 403 : 400;
}
