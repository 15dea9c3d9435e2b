import { expect, test } from 'vitest';
import { declareEnforced } from './file.ts';

const LINKS = `schema
  @link(url: "https://specs.apollo.dev/link/v1.0")
  @link(url: "https://specs.apollo.dev/join/v0.5", for: EXECUTION)
  @link(url: "https://specs.apollo.dev/authenticated/v0.1", for: SECURITY)
  @link(url: "https://specs.apollo.dev/requiresScopes/v0.1", for: SECURITY)
  @link(url: "https://specs.apollo.dev/policy/v0.1", for: SECURITY)
  @link(url: "https://specs.apollo.dev/context/v0.1", for: SECURITY)
  @link(url: "https://specs.example/secret/v0.1", for: SECURITY)
{ query: Query }
type Query { a: Int }`;

test('only the features that the router enforces are declared safe for the gateway library', () => {
  const declared = declareEnforced(LINKS);
  expect(declared).toContain('authenticated/v0.1")');
  expect(declared).toContain('requiresScopes/v0.1")');
  expect(declared).toContain('policy/v0.1")');
  expect(declared).toContain('context/v0.1")');
  expect(declared).toContain('join/v0.5", for: EXECUTION)');
  // Features that the router does not enforce must still be rejected.
  expect(declared).toContain('secret/v0.1", for: SECURITY)');
});
