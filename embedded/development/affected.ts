import { dirname, extname } from 'node:path';
import type { ImportGraph } from './import-graph.ts';

/** A program that runs: its name, and its main module relative to the root. */
export type Program = { readonly name: string; readonly main: string };

const MODULES: ReadonlySet<string> = new Set(['.ts', '.js', '.mjs']);
const SCHEMAS = /^((subgraphs|schema|examples)\/.+\.graphql|schema\/supergraph\.yaml|codegen\.yml)$/;
/** Composition writes it, and the router follows it by itself. */
const SUPERGRAPH = 'schema/supergraph.graphql';
/** Files beside the services' common schema that no service reads while it runs. */
const READ_BY_TOOLS: ReadonlySet<string> = new Set([
  SUPERGRAPH,
  'schema/supergraph.yaml',
  'schema/api.graphql',
]);

export function isModule(path: string): boolean {
  return MODULES.has(extname(path));
}

/** Whether something is generated from the file. */
export function isSchema(path: string): boolean {
  return SCHEMAS.test(path) && path !== SUPERGRAPH;
}

/**
 * The programs that a changed file affects. A module affects those that load it. Any other file, such as a
 * schema or a migration, affects those that load a module from its folder or from below it; where nobody
 * does, from the folder above.
 */
export function affectedBy(
  path: string,
  programs: readonly Program[],
  graph: ImportGraph,
): readonly Program[] {
  if (isModule(path)) return programs.filter(({ main }) => graph.modulesOf(main).has(path));
  if (READ_BY_TOOLS.has(path)) return [];
  for (let folder = dirname(path); folder !== '.'; folder = dirname(folder)) {
    const loading = programs.filter(({ main }) =>
      [...graph.modulesOf(main)].some((module) => module.startsWith(`${folder}/`)),
    );
    if (loading.length > 0) return loading;
  }
  return [];
}
