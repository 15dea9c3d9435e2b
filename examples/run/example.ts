import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSchema, Kind, type OperationDefinitionNode, type OperationTypeNode, parse } from 'graphql';
import { parse as parseYaml } from 'yaml';
import { z } from 'zod';
import { PEOPLE, type Person } from '../../embedded/launcher/tokens.ts';
import { type Flag, flagsOf } from './flags.ts';

const EXAMPLES = join(import.meta.dirname, '..');

/** The public API, from which the types of variables are read. */
export const API = buildSchema(readFileSync(join(EXAMPLES, '../schema/api.graphql'), 'utf8'));

/** One operation of a document of examples/, with what the file of variables beside it says. */
export type Example = {
  /** The name of the operation. */
  readonly name: string;
  /** The name of the document's file, without extension. */
  readonly document: string;
  readonly kind: OperationTypeNode;
  readonly definition: OperationDefinitionNode;
  /** The text of the operation. */
  readonly source: string;
  /** The comment at the top of the document. */
  readonly about: string;
  /** Who runs it, unless somebody else is named. */
  readonly user: Person;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly flags: readonly Flag[];
  /** The example whose answer has a value for a flag, by the flag's name. */
  readonly find: Readonly<Record<string, string>>;
};

/** A file of variables: what its document's operations need, by their names. */
const variablesFile = z.record(
  z.string(),
  z.strictObject({
    user: z.enum(PEOPLE),
    variables: z.record(z.string(), z.unknown()).default({}),
    find: z.record(z.string(), z.string()).default({}),
  }),
);

/** All examples, in the order of their files. */
export function readExamples(): readonly Example[] {
  return readdirSync(EXAMPLES)
    .filter((file) => file.endsWith('.graphql'))
    .sort()
    .flatMap((file) => readDocument(file.slice(0, -'.graphql'.length)));
}

function readDocument(document: string): readonly Example[] {
  const text = readFileSync(join(EXAMPLES, `${document}.graphql`), 'utf8');
  const beside = `${document}.variables.yaml`;
  const settings = variablesFile.parse(parseYaml(readFileSync(join(EXAMPLES, beside), 'utf8')));
  const definitions = parse(text).definitions.filter((each) => each.kind === Kind.OPERATION_DEFINITION);
  const unknown = Object.keys(settings).find((name) =>
    definitions.every((each) => each.name?.value !== name),
  );
  if (unknown !== undefined) throw new Error(`${document}.graphql has no operation ${unknown}.`);
  return definitions.map((definition) => {
    const name = definition.name?.value ?? '';
    const mine = settings[name];
    if (mine === undefined) throw new Error(`${beside} does not say who runs ${name}.`);
    return {
      name,
      document,
      kind: definition.operation,
      definition,
      source: text.slice(definition.loc?.start, definition.loc?.end),
      about: commentOf(text),
      flags: flagsOf(definition, API),
      ...mine,
    };
  });
}

function commentOf(text: string): string {
  const lines = text.split('\n');
  const end = lines.findIndex((line) => !line.startsWith('#'));
  return lines
    .slice(0, end)
    .map((line) => line.slice(1).trim())
    .join(' ');
}
