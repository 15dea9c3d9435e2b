import { readFileSync } from 'node:fs';
import { errorMessage } from '../errors.ts';
import type { Environment } from './environment.ts';

/** The variable that names the file with a secret. */
export function fileVariableOf(name: string): string {
  return `${name}_FILE`;
}

/** The environment with secrets from their files. */
export type ResolvedEnvironment = {
  /** Without the variables that name the files. */
  readonly values: Environment;
  /** The files by the names of the secrets that they contain. */
  readonly files: ReadonlyMap<string, string>;
  /** What cannot be read, in sentences without full stops. */
  readonly problems: readonly string[];
};

/**
 * Reads secrets from files: `NAME_FILE` names a file with the value of `NAME`, without its trailing newline.
 * A secret that is set both ways and a file that cannot be read are problems.
 *
 * @param names the secrets
 */
export function readSecretFiles(source: Environment, names: readonly string[]): ResolvedEnvironment {
  const values: Record<string, string | undefined> = { ...source };
  const files = new Map<string, string>();
  const problems: string[] = [];
  for (const name of new Set(names)) {
    const variable = fileVariableOf(name);
    const file = source[variable]?.trim();
    delete values[variable];
    if (!file) continue;
    const read = source[name]?.trim()
      ? `${name} and ${variable} are both set: expected one of them`
      : secretIn(file, variable);
    if (typeof read === 'string') problems.push(read);
    else values[name] = read.secret;
    files.set(name, file);
  }
  return { values, files, problems };
}

/** The content of a file, or what is wrong with it. */
function secretIn(file: string, variable: string): { readonly secret: string } | string {
  try {
    const secret = readFileSync(file, 'utf8').replace(/\r?\n$/, '');
    return secret.trim() === '' ? `${variable} names ${file}, which is empty` : { secret };
  } catch (error) {
    return `${variable} names a file that cannot be read: ${errorMessage(error)}`;
  }
}
