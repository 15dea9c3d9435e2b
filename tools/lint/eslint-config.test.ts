import { ESLint } from 'eslint';
import { beforeAll, expect, test } from 'vitest';
import { ROOT } from '../run.ts';

const eslint = new ESLint({ cwd: ROOT });

async function rulesBrokenBy(text: string, filePath: string): Promise<readonly (string | null)[]> {
  const [result] = await eslint.lintText(text, { filePath });
  return result?.messages.map(({ ruleId }) => ruleId?.replace('@graphql-eslint/', '') ?? null) ?? [];
}

const SCHEMA = 'subgraphs/lockers/schema.graphql';
// With the first text ESLint reads its configuration and all schemas.
beforeAll(async () => void (await rulesBrokenBy('', SCHEMA)), 60_000);

const described = (fields: string) => `"A locker."\ntype Locker {\n${fields}\n}\n`;

test.each([
  ['a described field', described('"The number."\nnumber: Int!'), []],
  ['a type', 'type Locker {\n"The number."\nnumber: Int!\n}', ['require-description']],
  ['a field', described('number: Int!'), ['require-description']],
  ['an argument', described('"The number."\nnumber(base: Int): Int!'), ['require-description']],
  ['an enum value', '"A colour."\nenum Colour { RED }', ['require-description']],
  ['an input value', '"A locker."\ninput LockerInput { number: Int! }', ['require-description']],
  ['a name', described('"The number."\nlock_number: Int!'), ['naming-convention']],
  ['a deprecation', described('"The number."\nnumber: Int! @deprecated(reason: "Old.")'), ['removal-date']],
])('a schema is held to the rules: %s', async (_, text, broken) => {
  expect(await rulesBrokenBy(text, SCHEMA)).toEqual(broken);
});

test('the contract is held to those of Relay, too', async () => {
  const text = '"Lockers."\ntype LockerConnection {\n"The lockers."\nedges: [Int!]!\n}\n';
  expect(await rulesBrokenBy(text, 'schema/api.graphql')).toContain('relay-connection-types');
});

test('an example is held to those of operations', async () => {
  const text = 'query Rooms($first: Int) {\n  me {\n    role\n  }\n}\n';
  const broken = await rulesBrokenBy(text, 'examples/rooms.graphql');
  expect(broken).toEqual(expect.arrayContaining(['no-unused-variables', 'require-selections']));
});
