import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, type MockInstance, test, vi } from 'vitest';
import { composeFixture } from '../testing/fixture-graph.ts';
import { PLAN, printPlan } from './command.ts';

const DOCUMENTS = {
  'crates.graphql': 'query Crates { crates { label items { name } } }',
  'several.graphql': 'query One { stockTotal } query Page($first: Int) { page(first: $first) { id } }',
  'rename.graphql': 'mutation Rename($id: ID!, $name: String!) { rename(id: $id, name: $name) { label } }',
  'live.graphql': 'subscription { crateInState(states: [OPEN]) { crate { label contents } } }',
  'owned.graphql': 'subscription { crateChanged(crateId: "a") { kind } }',
  'invalid.graphql': '{\n  crates { colour }\n}',
  'unreadable.graphql': '{ crates {',
  'schema.graphql': 'type Query { crates: Int }',
};

describe('npm run router -- plan', () => {
  let folder: string;
  let output: MockInstance<typeof console.log>;
  let errors: MockInstance<typeof console.error>;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'meetingroom-plan-'));
    const supergraph = composeFixture('http://crates.invalid', 'http://stock.invalid');
    await writeFile(join(folder, 'supergraph.graphql'), supergraph);
    for (const [name, text] of Object.entries(DOCUMENTS)) await writeFile(join(folder, name), text);
    await writeFile(join(folder, 'router.yaml'), 'limits: { cost: 30, depth: 1 }');
  });
  afterAll(async () => {
    await rm(folder, { recursive: true });
  });
  beforeEach(() => {
    output = vi.spyOn(console, 'log').mockReturnValue();
    errors = vi.spyOn(console, 'error').mockReturnValue();
  });

  function plan(document: string, ...more: readonly string[]) {
    const supergraph = ['--supergraph', join(folder, 'supergraph.graphql')];
    const options = PLAN.read([join(folder, document), ...supergraph, ...more]);
    if (typeof options !== 'object') throw new Error(options);
    const status = printPlan(options, {});
    return { status, output: output.mock.calls.join('\n'), errors: errors.mock.calls.join('\n') };
  }

  test('prints the fetches of a query and its cost', () => {
    const printed = plan('crates.graphql');
    expect(printed).toMatchObject({ status: 0, errors: '' });
    expect(printed.output).toMatch(/^query Crates\nestimated cost: 10100, 55000 allowed\n\nIn sequence:\n/);
    expect(printed.output).toContain('  Fetch from crates\n');
    expect(printed.output).toContain('  Fetch from stock for crates.@\n    by Crate { __typename id }\n');
  });

  test('plans the operation that is named', () => {
    expect(plan('several.graphql', '--operation', 'One').output).toContain('Fetch from stock');
    expect(plan('several.graphql')).toMatchObject({
      status: 1,
      errors: 'The document has One, Page: choose one with --operation.',
    });
    expect(plan('several.graphql', '--operation', 'Two').errors).toContain(
      'The document has One, Page, but no Two.',
    );
  });

  test('takes the variables into the cost', () => {
    const page = ['--operation', 'Page', '--variables'];
    expect(plan('several.graphql', ...page, '{"first": 3}').output).toContain('estimated cost: 3,');
    expect(plan('several.graphql', ...page, '{"first": 7}').output).toContain('estimated cost: 7,');
  });

  test('tells which limits an operation exceeds', () => {
    const printed = plan('crates.graphql', '--config', join(folder, 'router.yaml'));
    expect(printed.status).toBe(0);
    expect(printed.output).toContain('estimated cost: 10100, 30 allowed');
    expect(printed.output.match(/^The router rejects it: .*(cost|levels)/gm)).toHaveLength(2);
  });

  test('tells what a subscription follows and fetches for an event', () => {
    const { output } = plan('live.graphql');
    expect(output).toContain('Follows the stream CRATE:\n  crate.moved.{args.crateIds}\n');
    expect(output).toContain('Only events with state = {args.states}.');
    expect(output).toMatch(/For each event:\n {2}Fetch from crates for crateInState\S*\.crate\n/);
  });

  test('tells for whom a subscription is, and what an event gives under another name', () => {
    const { output } = plan('owned.graphql');
    expect(output).toContain('Takes crateId from crate.id.\nTakes crate.keeperId from crate.keeper.id.\n');
    expect(output).toContain(
      [
        'Only for the caller whose subject is crate.keeper.id',
        'or the caller whose subject is crate.deputy.id and who has the scope store:manage',
        'or callers with the scope store:read-all.',
      ].join(', '),
    );
  });

  test('marks a mutation', () => {
    const printed = plan('rename.graphql', '--variables', '{"id": "a", "name": "b"}');
    expect(printed.output).toContain('Mutate from crates');
  });

  test.each([
    ['invalid.graphql', /invalid\.graphql:2:12: Cannot query field "colour" on type "Crate"\.$/],
    ['unreadable.graphql', /unreadable\.graphql:1:11: Syntax Error: /],
    ['missing.graphql', /missing\.graphql cannot be read: ENOENT/],
  ])('a document that cannot be planned gives status 1 and its errors: %s', (document, message) => {
    const printed = plan(document);
    expect(printed).toMatchObject({ status: 1, output: '' });
    expect(printed.errors).toMatch(message);
  });

  test('a file that is no supergraph gives status 1', () => {
    const printed = plan('crates.graphql', '--supergraph', join(folder, 'schema.graphql'));
    expect(printed.status).toBe(1);
    expect(printed.errors).toMatch(/schema\.graphql cannot be used: it is not a composed supergraph/);
  });

  test.each([
    [[]],
    [['a', 'b']],
    [['a', '--variables', '[1]']],
    [['a', '--variables', '{']],
    [['a', '--depth']],
  ])('wrong usage is told: %j', (args) => {
    expect(PLAN.read(args)).toEqual(expect.any(String));
  });
});
