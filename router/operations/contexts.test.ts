import { expect, test } from 'vitest';
import { createLogger } from '../../platform/telemetry/logger.ts';
import { createContexts } from './contexts.ts';

test('a subject that looks like an address is another client than that address', () => {
  const address = '10.0.0.1';
  const createContext = createContexts({ all: [], subgraphs: {} }, createLogger('router', 'silent'));
  const origin = { headers: {}, authorization: undefined, correlationId: 'c', address };
  const identity = {
    subject: address,
    scopes: [],
    expiresAt: 4e9,
    key: { isWithdrawn: false },
  };
  const clientOf = (who: typeof identity | undefined) =>
    createContext({ ...origin, caller: { identity: who, policies: [] } }).client;
  expect(clientOf(identity)).not.toBe(clientOf(undefined));
  expect(clientOf(identity)).toBe(clientOf({ ...identity, scopes: [] }));
});
