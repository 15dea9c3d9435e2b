import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { listFiles } from './files.ts';

const FENCED_CODE = /^ *(```|~~~)[\s\S]*?^ *\1/gm;
const INLINE_LINK = /\]\(<?([^)\s>]+)>?(?:\s+"[^"]*")?\)/g;
const LINK_DEFINITION = /^ {0,3}\[[^\]]+\]:\s+<?([^\s>]+)/gm;
const HAS_SCHEME = /^[a-z][a-z\d+.-]*:/i;

/** The targets of a Markdown page's links within the repository, such as `events.md#what-is-kept`. */
export function findRelativeLinks(markdown: string): readonly string[] {
  const text = markdown.replace(FENCED_CODE, '').replace(/`[^`\n]*`/g, '`');
  return [...text.matchAll(INLINE_LINK), ...text.matchAll(LINK_DEFINITION)]
    .map(([, target = '']) => target)
    .filter((target) => !HAS_SCHEME.test(target) && !target.startsWith('//'));
}

/** The anchors of a Markdown page's headings, as GitHub generates them. */
export function findAnchors(markdown: string): ReadonlySet<string> {
  const anchors = new Set<string>();
  for (const [, heading = ''] of markdown.replace(FENCED_CODE, '').matchAll(/^#{1,6}\s+(.+?)\s*#*$/gm)) {
    const slug = heading
      .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replace(/\s/g, '-');
    let anchor = slug;
    for (let repeat = 1; anchors.has(anchor); repeat += 1) anchor = `${slug}-${repeat}`;
    anchors.add(anchor);
  }
  return anchors;
}

/** Checks that every relative link of the documentation leads to a file, and every anchor to a heading. */
export async function checkLinks(root: string): Promise<readonly string[]> {
  const findings: string[] = [];
  const pages = await listFiles(root, [
    'README.md',
    'CONTRIBUTING.md',
    'CHANGELOG.md',
    'SECURITY.md',
    'docs/**/*.md',
  ]);
  for (const { path, name } of pages) {
    for (const link of findRelativeLinks(await readFile(path, 'utf8'))) {
      const [file = '', anchor] = link.split('#');
      const target = file === '' ? path : join(dirname(path), decodeURI(file));
      if (!existsSync(target)) findings.push(`${name}: ${link} leads to no file.`);
      else if (anchor && target.endsWith('.md') && !findAnchors(await readFile(target, 'utf8')).has(anchor))
        findings.push(`${name}: ${link} leads to no heading of ${relative(root, target)}.`);
    }
  }
  return findings;
}
