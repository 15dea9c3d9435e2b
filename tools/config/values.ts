import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { parseEnv } from 'node:util';
import type { Environment } from '../../platform/config/environment.ts';
import { fileVariableOf } from '../../platform/config/secret-files.ts';
import { defaultOf, valueText } from '../../platform/config/setting-text.ts';
import { errorCode } from '../../platform/errors.ts';
import { isRecord } from '../../platform/type-guards.ts';
import { readTree } from '../../router/config/config.ts';
import { ROUTER } from './processes.ts';
import type { Row } from './rows.ts';

/** A setting with its value here. */
export type Value = {
  readonly row: Row;
  /** As text; a secret is masked. */
  readonly value: string;
  /** `default`, `environment`, `.env`, or the file that it comes from. */
  readonly origin: string;
};

export type Places = {
  readonly env: Environment;
  /** The file with the variables of the containers. */
  readonly envFile: string;
  /** The router's configuration files, later ones first, and the folder from which their names are told. */
  readonly routerFiles: readonly string[];
  readonly folder: string;
};

const MASK = '********';

/** Finds the values of settings. @throws ConfigError for a configuration file that cannot be read */
export function createValues({ env, envFile, routerFiles, folder }: Places): (row: Row) => Value {
  const inEnvFile = variablesIn(envFile);
  const trees = routerFiles.map((file) => ({ file: relative(folder, file), tree: readTree(file) }));

  function given(row: Row): Omit<Value, 'row'> | undefined {
    const value = env[row.name]?.trim();
    if (value) return { value, origin: inEnvFile[row.name]?.trim() === value ? '.env' : 'environment' };
    const file = row.about.isSecret && env[fileVariableOf(row.name)]?.trim();
    return file ? { value: MASK, origin: file } : inRouterFile(row);
  }

  function inRouterFile({ path, readers, about }: Row): Omit<Value, 'row'> | undefined {
    if (path === undefined || !readers.includes(ROUTER)) return undefined;
    for (const { file, tree } of trees) {
      const value = path
        .split('.')
        .reduce<unknown>((at, name) => (isRecord(at) ? at[name] : undefined), tree);
      if (value === undefined) continue;
      return { value: isRecord(value) ? JSON.stringify(value) : valueText(about, value), origin: file };
    }
    return undefined;
  }

  return (row) => {
    const found = given(row);
    if (found === undefined)
      return { row, value: defaultOf(row.about).replaceAll('`', ''), origin: 'default' };
    return { row, origin: found.origin, value: row.about.isSecret ? MASK : withoutPassword(found.value) };
  };
}

/** A URL with its user and password masked. */
function withoutPassword(text: string): string {
  return text.replaceAll(/(\/\/)[^/?#@\s,]+@/g, `$1${MASK}@`);
}

function variablesIn(file: string): Environment {
  try {
    return parseEnv(readFileSync(file, 'utf8'));
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return {};
    throw error;
  }
}
