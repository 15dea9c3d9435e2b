import type { z } from 'zod';
import { isRecord } from '../type-guards.ts';
import { ConfigError } from './config-error.ts';
import type { Environment } from './environment.ts';
import { readSecretFiles } from './secret-files.ts';
import { isWhole, type SettingAt, settingsOf } from './setting.ts';

/** A table of settings: a schema whose members are settings or sections of settings. */
export type SettingsTable<Settings = unknown> = z.ZodType<Settings> & z.ZodObject;

/** Settings as a tree of sections. */
export type Tree = { [name: string]: unknown };

/**
 * Reads the settings of a table from environment variables. An empty variable counts as unset.
 *
 * @throws ConfigError that names every invalid or missing setting and what is expected
 */
export function readSettings<Settings>(table: SettingsTable<Settings>, source: Environment): Settings {
  const { values, problems } = readSecretFiles(source, secretsOf(table));
  const tree: Tree = {};
  const set = overlayEnvironment(tree, table, values);
  const result = table.safeParse(tree);
  const names = new Map(settingsOf(table).map(({ path, about }) => [path.join('.'), about.env]));
  const wrong = result.success ? [] : result.error.issues.map((issue) => describe(issue, set, names));
  if (!result.success || problems.length > 0) throw new ConfigError(withoutFollowing(problems, wrong));
  return result.data;
}

/** The variables of a table. */
export function variablesOf(table: SettingsTable): readonly string[] {
  return settingsOf(table).flatMap(({ about }) => (about.env ? [about.env] : []));
}

/** The variables of a table whose values are or hold secrets. */
export function secretsOf(table: SettingsTable): readonly string[] {
  return settingsOf(table).flatMap(({ about }) => (about.isSecret && about.env ? [about.env] : []));
}

/** Leaves out that a secret is not set when its file is the problem. */
export function withoutFollowing(problems: readonly string[], wrong: readonly string[]): readonly string[] {
  const follows = (text: string) =>
    problems.some((each) => text.startsWith(`${each.split(/_FILE\b| and /)[0]} is not set`));
  return [...problems, ...wrong.filter((text) => !follows(text))];
}

/**
 * Sets what the environment has in a tree of settings, over what is there.
 *
 * @returns how to name each setting that was set in an error, by its path: with its value where that cannot
 *   hold a secret
 */
export function overlayEnvironment(
  tree: Tree,
  table: SettingsTable,
  source: Environment,
): ReadonlyMap<string, string> {
  const set = new Map<string, string>();
  for (const { path, about } of settingsOf(table)) {
    const value = about.env && source[about.env]?.trim();
    if (!about.env || !value) continue;
    put(tree, path, value);
    set.set(path.join('.'), about.isShown ? `${about.env}=${value}` : about.env);
  }
  return set;
}

function put(tree: Tree, path: SettingAt['path'], value: string): void {
  let at = tree;
  for (const name of path.slice(0, -1)) {
    const inner = at[name];
    const next: Tree = isRecord(inner) ? { ...inner } : {};
    at[name] = next;
    at = next;
  }
  at[path.at(-1) ?? ''] = value;
}

function describe(
  issue: z.core.$ZodIssue,
  set: ReadonlyMap<string, string>,
  names: ReadonlyMap<string, string | undefined>,
): string {
  if (isWhole(issue)) return issue.message;
  const path = issue.path.map(String).join('.');
  const given = set.get(path);
  return given ? `${given} is invalid: ${issue.message}` : `${names.get(path)} is not set: ${issue.message}`;
}
