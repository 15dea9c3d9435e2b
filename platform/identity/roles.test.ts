import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { ROLES, scopesOf } from './identity.ts';

test('schema/router.yaml gives the router the roles of people as the services have them', () => {
  const { auth } = parse(readFileSync(join(import.meta.dirname, '../../schema/router.yaml'), 'utf8'));
  const ofPeople = ROLES.filter((role) => role !== 'service');
  expect(auth.roles).toEqual(Object.fromEntries(ofPeople.map((role) => [role, scopesOf(role)])));
  const ofServices = scopesOf('service');
  expect(auth.reservedScopes).toEqual(ofServices);
  expect(scopesOf('admin', ofServices)).toEqual(scopesOf('admin'));
});
