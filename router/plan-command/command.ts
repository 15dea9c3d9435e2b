import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { defineCommand } from '../../platform/config/command-line.ts';
import { errorMessage } from '../../platform/errors.ts';
import { isRecord } from '../../platform/type-guards.ts';
import { readConfig } from '../config/config.ts';
import type { Variables } from '../graphql/variables.ts';
import { declareEnforced } from '../supergraph/file.ts';
import { CannotPlan, describePlan } from './describe-plan.ts';

const DEFAULT_SUPERGRAPH = join(import.meta.dirname, '../../schema/supergraph.graphql');

/** What `npm run router -- plan` is to print. */
export type PlanOptions = {
  readonly kind: 'plan';
  /** The file of the document. */
  readonly file: string;
  readonly operation: string | undefined;
  readonly variables: Variables | undefined;
  readonly supergraph: string;
  readonly config: string | undefined;
};

export const PLAN = defineCommand(
  {
    forms: ['npm run router -- plan FILE [options]'],
    about:
      'Prints how the router runs an operation: which subgraphs it asks for what, in which order, and what the operation costs. FILE is a GraphQL document.',
    options: {
      operation: { type: 'text', value: 'NAME', about: 'one of several operations' },
      variables: { type: 'text', value: 'JSON', about: 'values on which the cost may depend' },
      supergraph: {
        type: 'text',
        value: 'FILE',
        about: 'another graph than schema/supergraph.graphql',
      },
      config: { type: 'text', value: 'FILE', about: "the router's configuration with its limits" },
    },
    positionals: true,
    examples: ['npm run router -- plan examples/rooms.graphql'],
    status: '0 printed, 1 the operation cannot be planned, 2 wrong usage',
  },
  ({ values, positionals: [file, ...more] }): PlanOptions | string => {
    const { operation, supergraph = DEFAULT_SUPERGRAPH, config } = values;
    if (file === undefined || more.length > 0) return 'It takes one file with a GraphQL document.';
    const variables = values.variables === undefined ? undefined : readVariables(values.variables);
    if (typeof variables === 'string') return variables;
    return { kind: 'plan', file, operation, supergraph, config, variables };
  },
);

/**
 * Prints an operation's plan and returns the exit status.
 *
 * @throws ConfigError for an invalid configuration
 */
export function printPlan(options: PlanOptions, env: Readonly<Record<string, string | undefined>>): 0 | 1 {
  const { supergraph, config, file } = options;
  try {
    const { operations: settings } = readConfig({ supergraph, config }, env);
    const [text, supergraphSdl] = [readText(file), readSupergraph(supergraph)];
    console.log(describePlan({ ...options, supergraphSdl, text, settings }));
    return 0;
  } catch (error) {
    if (!(error instanceof CannotPlan)) throw error;
    console.error(error.message);
    return 1;
  }
}

/** Reads a JSON object, or returns what is wrong with it. */
function readVariables(text: string): Variables | string {
  const wrong = `--variables takes a JSON object, not ${text}.`;
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : wrong;
  } catch {
    return wrong;
  }
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
