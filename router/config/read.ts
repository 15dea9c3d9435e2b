import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { parse as parseYaml } from 'yaml';
import type { z } from 'zod';
import { ConfigError } from '../../platform/config/env.ts';
import { errorMessage } from '../../platform/errors.ts';
import { isRecord } from '../../platform/type-guards.ts';
import { type RouterConfig, routerConfig } from './config.ts';
import { Settings } from './schema.ts';
import { namesAt, settingsOf } from './walk.ts';

type Source = Readonly<Record<string, string | undefined>>;
type Tree = { [name: string]: unknown };

export const USAGE = `Usage: npm run router -- --supergraph FILE --port N [--host H] [--config FILE]
       npm run router -- plan FILE prints how an operation is planned (plan --help).
docs/router.md lists every setting of the configuration file and of the environment.`;

/**
 * Reads the configuration: from a YAML file (`--config` or ROUTER_CONFIG), the environment, which goes before it, and the command line (`--supergraph`,
 * `--port`, `--host`), which goes before both. Throws a `ConfigError` that names what is wrong and says what to write.
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
    const told = result.error.issues.map((issue) => tell(issue, file, set)).join('; ');
    throw new ConfigError(told);
  }
  if (!result.data.supergraph) {
    throw new ConfigError(`SUPERGRAPH is not set: it takes the path of a supergraph file.\n${USAGE}`);
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
    throw new ConfigError(`The configuration ${path} cannot be read: ${reason}`, { cause: error });
  }
  if (value === null || value === undefined) return {};
  if (!isRecord(value)) throw new ConfigError(`The configuration ${path} must hold settings by their names`);
  return withoutEmpty(value);
}

/** Settings without a value, such as a section whose lines are all comments, are not there. What else is empty is told. */
function withoutEmpty(tree: Readonly<Record<string, unknown>>, path: readonly string[] = []): Tree {
  const known = namesAt(Settings, path);
  if (!known) return tree;
  return Object.fromEntries(
    Object.entries(tree)
      .filter(([name, value]) => value !== null || !known.includes(name))
      .map(([name, value]) => [name, isRecord(value) ? withoutEmpty(value, [...path, name]) : value]),
  );
}

/** Puts the variables that are set over the file's settings; returns which setting came from which. */
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

/** One thing that is wrong, with its place. */
function tell(issue: z.core.$ZodIssue, file: string | undefined, set: ReadonlyMap<string, string>): string {
  const path = issue.path.map(String).join('.');
  const variable = set.get(path);
  if (variable) return `${variable} is not understood: ${issue.message}`;
  const place = file ? `${file}: ` : '';
  if (issue.code === 'unrecognized_keys') {
    const names = issue.keys.map((key) => [path, key].filter(Boolean).join('.')).join(', ');
    const known = namesAt(Settings, issue.path)?.join(', ') ?? 'name, as, default';
    return `${place}${names} is not known; known here: ${known}`;
  }
  return `${place}${path} is not understood: ${issue.message}`;
}
