import { describe, expect, test } from 'vitest';
import type { Actor } from '../../../platform/decisions/actor.ts';
import { deciderSpec } from '../../../platform/testing/decider-spec.ts';
import { foldText } from '../../../platform/text/fold.ts';
import {
  catalogueDecider,
  catalogueId,
  catalogueOwner,
  DEFAULT_LINES,
  HOUSE_CATALOGUE_ID,
  type SetStandardSupplies,
} from './catalogue.ts';

const AT = '2030-05-01T10:00:00.000Z';
const lines = [{ name: 'Chair', quantity: 2 }];
const { given } = deciderSpec(catalogueDecider);

function set(manages: Actor['manages'], wanted = lines): SetStandardSupplies {
  return {
    type: 'setStandardSupplies',
    at: AT,
    actor: { subject: 'somebody', manages },
    lines: wanted,
  };
}

describe('a catalogue', () => {
  test.each(['OWN', 'ALL'] as const)('is set by who manages %s', (manages) => {
    given().when(set(manages)).then({ type: 'StandardSuppliesSet', at: AT, lines });
  });
  test('is not set by who manages nothing', () => {
    given().when(set('NONE')).thenRejection({ kind: 'Forbidden' });
  });
  test('can be set to no lines', () => {
    expect(given().when(set('OWN', [])).state()).toEqual({ lines: [] });
  });
  test('belongs to the host who acts, or else to the house', () => {
    expect(catalogueOwner({ subject: 'henry', manages: 'OWN' })).toBe('henry');
    expect(catalogueOwner({ subject: 'ada', manages: 'ALL' })).toBeNull();
    expect(catalogueOwner({ subject: 'alice', manages: 'NONE' })).toBeNull();
  });
  test('of a host is never that of the house, whatever the host is called', () => {
    expect(catalogueId(null)).toBe(HOUSE_CATALOGUE_ID);
    expect(catalogueId(HOUSE_CATALOGUE_ID)).not.toBe(HOUSE_CATALOGUE_ID);
    expect(catalogueId('henry')).not.toBe(catalogueId('hanna'));
  });
});

test('the default lines have each name once', () => {
  expect(new Set(DEFAULT_LINES.map(({ name }) => foldText(name))).size).toBe(DEFAULT_LINES.length);
});
