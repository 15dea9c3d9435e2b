import { readFile } from 'node:fs/promises';
import { checkSync } from 'recheck';
import ts from 'typescript';
import { listFiles } from './files.ts';

/** What reads texts of clients; tools read the project's own files. */
const PRODUCT = ['embedded', 'platform', 'router', 'schema', 'subgraphs'].map(
  (folder) => `${folder}/**/*.ts`,
);
const TESTS = /\.test\.ts$|\/testing\//;
/** Files that build expressions at start, from the schema that the operator gives. */
const FROM_SCHEMA = /^router\/subscriptions\/(aliases|conditions|lapses|live-directive|owners)\.ts$/;

/** The time limit of checking one expression, in milliseconds: a busy machine is no finding. */
const CHECK_LIMIT_MS = 120_000;

export type FoundExpression = { readonly line: number; readonly source: string; readonly flags: string };

/**
 * Lists the regular expressions of a source file. Line numbers start at 1. An expression that is built from a
 * text at run time has the flags `?`.
 */
export function findExpressions(name: string, source: string): readonly FoundExpression[] {
  const file = ts.createSourceFile(name, source, ts.ScriptTarget.Latest, true);
  const found: FoundExpression[] = [];

  const lineOf = (node: ts.Node) => file.getLineAndCharacterOfPosition(node.getStart()).line + 1;
  function visit(node: ts.Node): void {
    if (ts.isRegularExpressionLiteral(node)) {
      const end = node.text.lastIndexOf('/');
      found.push({ line: lineOf(node), source: node.text.slice(1, end), flags: node.text.slice(end + 1) });
    } else if (ts.isNewExpression(node) && node.expression.getText() === 'RegExp') {
      found.push({ line: lineOf(node), source: node.getText(), flags: '?' });
    }
    node.forEachChild(visit);
  }
  visit(file);
  return found;
}

/**
 * Checks that no regular expression of the product takes more than linear time: a client's text of some
 * hundred kilobytes would stop the process. Returns the findings, one per line of output.
 */
export async function checkExpressions(root: string): Promise<readonly string[]> {
  const findings: string[] = [];
  for (const { path, name } of await listFiles(root, PRODUCT)) {
    if (TESTS.test(name)) continue;
    for (const { line, source, flags } of findExpressions(name, await readFile(path, 'utf8'))) {
      const fault = flags === '?' ? builtFault(name) : complexityFault(source, flags);
      if (fault) findings.push(`${name}:${line}: ${fault}`);
    }
  }
  return findings;
}

function builtFault(name: string): string | undefined {
  if (FROM_SCHEMA.test(name)) return undefined;
  return 'the expression is built at run time: write it as a literal, which can be checked.';
}

function complexityFault(source: string, flags: string): string | undefined {
  const result = checkSync(source, flags, { timeout: CHECK_LIMIT_MS });
  if (result.status === 'safe') return undefined;
  if (result.status === 'unknown') return `/${source}/${flags} cannot be checked: ${result.error.kind}.`;
  return `/${source}/${flags} takes more than linear time (${result.complexity.summary}), for example for ${result.attack.pattern}.`;
}
