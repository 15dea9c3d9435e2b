import { dirname, extname, join, normalize } from 'node:path';
import ts from 'typescript';

/** A program that runs: its name, and its main module relative to the root. */
export type Program = { readonly name: string; readonly main: string };

/** The modules that programs load, by the imports in their text. Paths are relative to one root. */
export type ImportGraph = {
  /**
   * Every module that the program loads, itself included, and files of ours that it would load and that are
   * missing.
   */
  modulesOf(program: string): ReadonlySet<string>;
  /** Drops the cached imports of the module, so that it is read again. */
  forget(path: string): void;
};

/** @param read returns the text of a file, undefined when there is none */
export function createImportGraph(read: (path: string) => string | undefined): ImportGraph {
  const imports = new Map<string, readonly string[]>();

  function importsOf(path: string): readonly string[] {
    const known = imports.get(path);
    if (known) return known;
    const text = read(path);
    const found = text === undefined ? [] : importedFiles(path, text);
    imports.set(path, found);
    return found;
  }

  return {
    modulesOf(program) {
      const modules = new Set([program]);
      // A set's iteration also visits what is added meanwhile.
      for (const path of modules) for (const imported of importsOf(path)) modules.add(imported);
      return modules;
    },
    forget: (path) => void imports.delete(path),
  };
}

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
 * schema or a migration, affects those that load a module from its folder or from below it; if there are
 * none, from the folder above.
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

/**
 * The files that a module loads, by relative imports, exports and `import()`, in the order of the text.
 * Imports of types alone are left out, as Node.js does not load them.
 */
export function importedFiles(path: string, text: string): readonly string[] {
  const specifiers: string[] = [];

  function visit(node: ts.Node): void {
    const specifier = isLoaded(node) ? specifierOf(node) : undefined;
    if (specifier !== undefined && ts.isStringLiteral(specifier)) specifiers.push(specifier.text);
    ts.forEachChild(node, visit);
  }
  visit(ts.createSourceFile(path, text, ts.ScriptTarget.Latest));
  return specifiers
    .filter((specifier) => specifier.startsWith('.'))
    .map((specifier) => normalize(join(dirname(path), specifier)));
}

function isLoaded(node: ts.Node): boolean {
  if (ts.isImportDeclaration(node)) return node.importClause?.phaseModifier !== ts.SyntaxKind.TypeKeyword;
  return !(ts.isExportDeclaration(node) && node.isTypeOnly);
}

function specifierOf(node: ts.Node): ts.Expression | undefined {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return node.moduleSpecifier;
  const isDynamic = ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword;
  return isDynamic ? node.arguments[0] : undefined;
}

/** The syntax errors of a module with their lines, for a terminal; undefined when there are none. */
export function syntaxErrors(path: string, text: string): string | undefined {
  const { diagnostics = [] } = ts.transpileModule(text, {
    fileName: path,
    reportDiagnostics: true,
    compilerOptions: {
      target: ts.ScriptTarget.Latest,
      module: ts.ModuleKind.ESNext,
      verbatimModuleSyntax: true,
    },
  });
  if (diagnostics.length === 0) return undefined;
  const host = {
    getCurrentDirectory: () => '',
    getCanonicalFileName: (name: string) => name,
    getNewLine: () => '\n',
  };
  return ts.formatDiagnostics(diagnostics, host).trimEnd();
}
