import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { parse as parseYaml } from 'yaml';
import type { z } from 'zod';
import { ConfigError } from '../../platform/config/env.ts';
import { errorMessage } from '../../platform/errors.ts';
import { isRecord } from '../../platform/type-guards.ts';
import { type RouterConfig, routerConfig } from './config.ts';
import { Settings } from './schema.ts';
import { namesAt, settingsOf } from './setting-types.ts';

type Source = Readonly<Record<string, string | undefined>>;
type Tree = { [name: string]: unknown };

export const USAGE = `Usage: npm run router -- --supergraph FILE --port N [--host H] [--config FILE]
       npm run router -- plan FILE prints how an operation is planned (plan --help).
docs/router/running.md lists every setting of the configuration file and every environment variable.`;

/**
 * Reads the configuration from a YAML file (`--config` or ROUTER_CONFIG), overridden by the environment,
 * overridden by the command line (`--supergraph`, `--port`, `--host`).
 *
 * @throws ConfigError that names the invalid setting and what is expected
 */
export function readConfig(args: readonly string[], env: Source): RouterConfig {
  const flags = readFlags(args);
  const file = flags.config ?? env.ROUTER_CONFIG?.trim();
  const tree = file ? readFile(file) : {};
  const variables: Source = {
    ...env,
    ...(flags.supergraph ? { SUPERGRAPH: flags.supergraph } : {}),
    ...(flags.port ? { PORT: flags.port } : {}),
    ...(flags.host ? { HOST: flags.host } : {}),
  };
  const set = overlay(tree, variables);
  const result = Settings.safeParse(tree);
  if (!result.success) {
    const messages = result.error.issues.map((issue) => describeIssue(issue, file, set));
    throw new ConfigError(messages.join('; '));
  }
  if (!result.data.supergraph) {
    throw new ConfigError(`SUPERGRAPH is not set: expected the path of a supergraph file.\n${USAGE}`);
  }
  return routerConfig({ ...result.data, supergraph: result.data.supergraph }, variables);
}

function readFlags(args: readonly string[]) {
  const text = { type: 'string' } as const;
  try {
    return parseArgs({
      args: [...args],
      options: { supergraph: text, port: text, host: text, config: text },
    }).values;
  } catch (error) {
    throw new ConfigError(`${errorMessage(error)}.\n${USAGE}`);
  }
}

function readFile(path: string): Tree {
  let value: unknown;
  try {
    value = parseYaml(readFileSync(path, 'utf8'));
  } catch (error) {
    const reason = errorMessage(error);
    throw new ConfigError(`The configuration file ${path} cannot be read: ${reason}`, { cause: error });
  }
  if (value === null || value === undefined) return {};
  if (!isRecord(value))
    throw new ConfigError(`The configuration file ${path} must contain a mapping of settings`);
  return withoutEmpty(value);
}

/**
 * Removes known settings without a value, such as a section with only comments. Other empty values are
 * errors.
 */
function withoutEmpty(tree: Readonly<Record<string, unknown>>, path: readonly string[] = []): Tree {
  const known = namesAt(Settings, path);
  if (!known) return tree;
  return Object.fromEntries(
    Object.entries(tree)
      .filter(([name, value]) => value !== null || !known.includes(name))
      .map(([name, value]) => [name, isRecord(value) ? withoutEmpty(value, [...path, name]) : value]),
  );
}

/**
 * Overrides the file's settings with environment variables. Returns the variables by the path of their
 * setting.
 */
function overlay(tree: Tree, env: Source): ReadonlyMap<string, string> {
  const set = new Map<string, string>();
  for (const { path, about } of settingsOf(Settings)) {
    const value = about.env && env[about.env]?.trim();
    if (!about.env || !value) continue;
    let at = tree;
    for (const name of path.slice(0, -1)) {
      const inner = at[name];
      const next: Tree = isRecord(inner) ? { ...inner } : {};
      at[name] = next;
      at = next;
    }
    at[path.at(-1) ?? ''] = about.env === 'NODE_ENV' ? value === 'production' : value;
    set.set(path.join('.'), `${about.env}=${value}`);
  }
  return set;
}

/** The message for one invalid setting. */
function describeIssue(
  issue: z.core.$ZodIssue,
  file: string | undefined,
  set: ReadonlyMap<string, string>,
): string {
  const path = issue.path.map(String).join('.');
  const variable = set.get(path);
  if (variable) return `${variable} is invalid: ${issue.message}`;
  const place = file ? `${file}: ` : '';
  if (issue.code === 'unrecognized_keys') {
    const names = issue.keys.map((key) => [path, key].filter(Boolean).join('.')).join(', ');
    const known = namesAt(Settings, issue.path)?.join(', ') ?? 'name, as, default';
    return `${place}unknown setting ${names}; known here: ${known}`;
  }
  return `${place}${path} is invalid: ${issue.message}`;
}
