import { readFile } from 'node:fs/promises';
import { listFiles } from './files.ts';

const MAX_COLUMNS = 110;
const GENERATED = /\.generated\.(d\.)?ts$|(^|\/)__generated__\//;
const COMMENT_LINE = /^\s*(\/\/|\/\*|\*)/;

/** Finds the comment lines that are wider than 110 columns. Line numbers start at 1. */
export function findWideComments(
  source: string,
): readonly { readonly line: number; readonly width: number }[] {
  return source.split('\n').flatMap((text, index) => {
    const width = [...text].length;
    return width > MAX_COLUMNS && COMMENT_LINE.test(text) ? [{ line: index + 1, width }] : [];
  });
}

/** Checks the comments of all source files. Returns the findings, one per line of output. */
export async function checkCommentWidth(root: string): Promise<readonly string[]> {
  const findings: string[] = [];
  for (const { path, name } of await listFiles(root, ['**/*.ts', '**/*.mjs', '*.js', '.*.js'])) {
    if (GENERATED.test(name)) continue;
    for (const { line, width } of findWideComments(await readFile(path, 'utf8')))
      findings.push(`${name}:${line}: the comment has ${width} columns; the maximum is ${MAX_COLUMNS}.`);
  }
  return findings;
}
