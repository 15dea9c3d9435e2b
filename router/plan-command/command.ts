import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ConfigError } from '../../platform/config/env.ts';
import { errorMessage } from '../../platform/errors.ts';
import { isRecord } from '../../platform/type-guards.ts';
import { readConfig } from '../config/config.ts';
import type { Variables } from '../graphql/variables.ts';
import { declareEnforced } from '../supergraph/file.ts';
import { CannotPlan, describePlan } from './describe-plan.ts';

export const USAGE = `Usage: npm run router -- plan FILE [--operation NAME] [--variables JSON] [--supergraph FILE] [--config FILE]
Prints how the router runs an operation: which subgraphs it asks for what, in which order, and what the operation costs.
FILE is a GraphQL document. --operation chooses one of several operations, --variables gives values on which the cost may
depend, --supergraph another graph than schema/supergraph.graphql, --config the router's configuration with its limits.

Example: npm run router -- plan examples/rooms.graphql

Exit status: 0 printed, 1 the operation cannot be planned, 2 wrong usage.`;

const DEFAULT_SUPERGRAPH = join(import.meta.dirname, '../../schema/supergraph.graphql');

/** `npm run router -- plan`: prints an operation's plan and returns the exit status. */
export function runPlanCommand(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): 0 | 1 | 2 {
  try {
    const options = readOptions(args);
    if (options === 'help') {
      console.log(USAGE);
      return 0;
    }
    const supergraph = options.supergraph ?? DEFAULT_SUPERGRAPH;
    const flags = ['--supergraph', supergraph, ...(options.config ? ['--config', options.config] : [])];
    const { operations: settings } = readConfig(flags, env);
    const [text, supergraphSdl] = [readText(options.file), readSupergraph(supergraph)];
    console.log(describePlan({ ...options, supergraphSdl, text, settings }));
    return 0;
  } catch (error) {
    const isUsage = error instanceof ConfigError;
    if (!isUsage && !(error instanceof CannotPlan)) throw error;
    console.error(error.message);
    return isUsage ? 2 : 1;
  }
}

type Options = {
  readonly file: string;
  readonly operation: string | undefined;
  readonly variables: Variables | undefined;
  readonly supergraph: string | undefined;
  readonly config: string | undefined;
};

function readOptions(args: readonly string[]): Options | 'help' {
  const text = { type: 'string' } as const;
  const options = {
    help: { type: 'boolean', short: 'h' },
    operation: text,
    variables: text,
    supergraph: text,
    config: text,
  } as const;
  try {
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
    if (values.help) return 'help';
    const [file, ...more] = positionals;
    if (file === undefined || more.length > 0) throw new Error('It takes one file with a GraphQL document.');
    const { operation, supergraph, config } = values;
    return { file, operation, supergraph, config, variables: readVariables(values.variables) };
  } catch (error) {
    throw new ConfigError(`${errorMessage(error)}\n\n${USAGE}`);
  }
}

function readVariables(text: string | undefined): Variables | undefined {
  if (text === undefined) return undefined;
  const value: unknown = JSON.parse(text);
  if (!isRecord(value)) throw new Error('--variables takes a JSON object.');
  return value;
}

function readSupergraph(path: string): string {
  const text = readText(path);
  try {
    return declareEnforced(text);
  } catch (error) {
    throw new CannotPlan(`${path} cannot be used: ${errorMessage(error)}`);
  }
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new CannotPlan(`${path} cannot be read: ${errorMessage(error)}`);
  }
}
