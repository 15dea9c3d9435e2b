import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { checkCommentWidth, findWideComments } from './comment-width.ts';
import { checkLinks, findAnchors, findRelativeLinks } from './dead-links.ts';
import { licenceFindings } from './licences.ts';
import { checkExpressions, findExpressions } from './regular-expressions.ts';
import { workflowFindings } from './workflows.ts';

describe('comment width', () => {
  const wide = 'x'.repeat(111);

  test('a comment line of more than 110 columns is found with its line number', () => {
    const source = ['/**', ` * ${wide}`, ' */', `  // ${wide}`, `/** ${wide} */`].join('\n');
    expect(findWideComments(source)).toEqual([
      { line: 2, width: 114 },
      { line: 4, width: 116 },
      { line: 5, width: 118 },
    ]);
  });

  test('a wide line of code is left to the formatter, and 110 columns are allowed', () => {
    expect(findWideComments(`const text = '${wide}';\n// ${'x'.repeat(107)}`)).toEqual([]);
  });

  test('a character outside the basic plane counts as one column', () => {
    expect(findWideComments(`// ${'🏠'.repeat(107)}`)).toEqual([]);
  });
});

describe('links in Markdown', () => {
  test('relative links are found; addresses and code are not links', () => {
    const markdown = [
      'See [events](docs/events.md#kept "title") and [`code`](a.ts), [above](#top), [there](https://x.test/).',
      '`[not](code.md)`',
      '```',
      '[not](fenced.md)',
      '```',
      '[definition]: <b.md>',
    ].join('\n');
    expect(findRelativeLinks(markdown)).toEqual(['docs/events.md#kept', 'a.ts', '#top', 'b.md']);
  });

  test('headings become anchors as on GitHub; a repeated heading is numbered', () => {
    const markdown =
      "# `@live`, version 1.0\n## The gateway's [way](x.md)\n## Not yet\n## Not yet\n```\n# code\n```";
    expect([...findAnchors(markdown)]).toEqual([
      'live-version-10',
      'the-gateways-way',
      'not-yet',
      'not-yet-1',
    ]);
  });
});

describe('a project', () => {
  let root: string;
  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'meetingroom-checks-'));
    for (const folder of ['docs', 'node_modules', '__generated__']) await mkdir(join(root, folder));
  });
  afterAll(() => rm(root, { recursive: true, force: true }));

  test('with a dead link and a dead anchor has both reported', async () => {
    await writeFile(join(root, 'README.md'), '# Top\n[a](docs/a.md#here) [b](docs/b.md) [c](#top)');
    await writeFile(join(root, 'docs', 'a.md'), '# There\n[up](../README.md#top)');
    expect(await checkLinks(root)).toEqual([
      'README.md: docs/a.md#here leads to no heading of docs/a.md.',
      'README.md: docs/b.md leads to no file.',
    ]);
  });

  test('with a wide comment has it reported; packages and generated files are not checked', async () => {
    const source = `// ${'x'.repeat(120)}\n`;
    for (const name of ['a.ts', '.rules.js', 'b.generated.ts', '__generated__/b.ts', 'node_modules/c.ts'])
      await writeFile(join(root, name), source);
    expect(await checkCommentWidth(root)).toEqual([
      '.rules.js:1: the comment has 123 columns; the maximum is 110.',
      'a.ts:1: the comment has 123 columns; the maximum is 110.',
    ]);
  });
});

describe('regular expressions', () => {
  test('literals are found with their flags, and those that are built', () => {
    const source = "const a = /x+/gu;\n\nconst b = new RegExp(a);\nconst c = 'x / y / z';";
    expect(findExpressions('a.ts', source)).toEqual([
      { line: 1, source: 'x+', flags: 'gu' },
      { line: 3, source: 'new RegExp(a)', flags: '?' },
    ]);
  });

  test('what backtracks or cannot be checked is a finding in the product, not in its tests', async () => {
    const root = await mkdtemp(join(tmpdir(), 'meetingroom-expressions-'));
    onTestFinished(() => rm(root, { recursive: true }));
    await mkdir(join(root, 'router'));
    const source = 'const a = / Did you mean .*\\?$/s;\nconst b = /^[a-z]+$/;\nconst c = new RegExp(b);\n';
    await writeFile(join(root, 'router', 'a.ts'), source);
    await writeFile(join(root, 'router', 'a.test.ts'), source);
    expect(await checkExpressions(root)).toEqual([
      expect.stringMatching(/^router\/a\.ts:1: .* takes more than linear time \(2nd degree polynomial\)/),
      expect.stringMatching(/^router\/a\.ts:3: the expression is built at run time/),
    ]);
  });
});

test('packages of production with a licence that is not on the list are reported', () => {
  const licensed = (license: string | undefined, dev = false) => ({ license, dev });
  const packages = {
    '': licensed('UNLICENSED'),
    'node_modules/a': licensed('MIT'),
    'node_modules/a/node_modules/@b/c': licensed('GPL-3.0'),
    'node_modules/d': licensed(undefined),
    'node_modules/e': licensed('GPL-3.0', true),
    'node_modules/f': licensed('Elastic-2.0'),
    'node_modules/@apollo/gateway': licensed('Elastic-2.0'),
  };
  const findings = licenceFindings(JSON.stringify({ packages }));
  expect(findings.map((each) => each.split(' is not')[0])).toEqual([
    '@b/c: the licence GPL-3.0',
    'd: the licence none',
    'f: the licence Elastic-2.0',
  ]);
});

test('workflows are checked by actionlint', async () => {
  const workflow = (property: string) =>
    `on: push\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: echo \${{ github.${property} }}\n`;
  expect(await workflowFindings('a.yml', workflow('sha'))).toEqual([]);
  expect(await workflowFindings('a.yml', workflow('nothing'))).toEqual([
    expect.stringMatching(/^a\.yml:6:\d+ property "nothing" is not defined/),
  ]);
});
