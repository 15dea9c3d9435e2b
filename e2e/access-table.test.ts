import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSchema } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { outcomeOf, routedOutcomes } from './support/access/ask.ts';
import { type Cast, openCast } from './support/access/cast.ts';
import { PROBES } from './support/access/probes.ts';
import {
  type Outcome,
  type Relation,
  ROLES,
  type Row,
  readAccessTable,
  type TableRole,
} from './support/access/table.ts';
import { openSharedInstance, type SharedInstance } from './support/instance.ts';

type Cell = {
  readonly field: string;
  readonly relation: Relation;
  readonly role: TableRole;
  readonly outcome: Outcome;
};

const cells = readAccessTable().flatMap(cellsOf);

function cellsOf({ fields, relations, outcomes }: Row): readonly Cell[] {
  return fields.flatMap((field) =>
    (relations === 'any' ? (PROBES[field]?.relations ?? []) : relations).flatMap((relation) =>
      ROLES.map((role) => ({ field, relation, role, outcome: outcomes[role] })),
    ),
  );
}

function outcomeIn(field: string, relation: Relation, role: TableRole): Outcome | undefined {
  return cells.find((each) => each.field === field && each.relation === relation && each.role === role)
    ?.outcome;
}

describe('the table of docs/access.md', () => {
  test('has every field of Query, Mutation and Subscription', () => {
    const schema = buildSchema(readFileSync(join(import.meta.dirname, '../schema/api.graphql'), 'utf8'));
    const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
    const fields = roots.flatMap((type) =>
      Object.keys(type?.getFields() ?? {}).map((field) => `${type}.${field}`),
    );
    const inTable = new Set(cells.map(({ field }) => field));
    expect(fields.filter((field) => !inTable.has(field))).toEqual([]);
  });

  test('has each field with each relation once', () => {
    const found = cells.map(({ field, relation, role }) => `${field}, ${relation}: ${role}`).sort();
    const wanted = Object.entries(PROBES).flatMap(([field, { relations }]) =>
      relations.flatMap((relation) => ROLES.map((role) => `${field}, ${relation}: ${role}`)),
    );
    expect(found).toEqual(wanted.sort());
  });
});

describe('access', () => {
  let instance: SharedInstance;
  let cast: Cast;

  beforeAll(async () => {
    instance = await openSharedInstance();
    cast = await openCast(instance);
  });
  afterAll(async () => {
    await cast?.[Symbol.asyncDispose]();
    await instance?.[Symbol.asyncDispose]();
  });

  test.each(cells)('$field, $relation: $role gets $outcome', async ({ field, relation, role, outcome }) => {
    const probe = PROBES[field];
    if (!probe) throw new Error(`${field} is not asked for`);
    const { router, subgraph } = await probe.ask(cast, role, relation);
    const caller = cast.callers[role];

    const routed = await routedOutcomes(caller, router);
    // Who does not see the customer of a booking reaches no field of theirs.
    if (routed.has('unreachable')) {
      expect(routed).toEqual(new Set(['unreachable']));
      expect(outcomeIn('Booking.customer', relation, role)).toBe('null');
    } else expect(routed).toEqual(new Set([outcome]));

    if (!probe.subgraph) return;
    expect(await outcomeOf(caller.subgraphs[probe.subgraph], subgraph)).toBe(outcome);
  });
});
