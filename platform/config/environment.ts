import { delimiter } from 'node:path';

/** Environment variables by name. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The environment of this process. Nothing else reads `process.env`: settings are read by their tables
 * (`readSettings`), and programs are handed what they inherit.
 */
export const environment: Environment = process.env;

/** The folders in which programs are looked for (PATH). */
export function searchPath(): readonly string[] {
  return (environment.PATH ?? '').split(delimiter);
}
