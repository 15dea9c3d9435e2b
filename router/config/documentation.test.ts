import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import type { Described } from './kinds.ts';
import { Settings } from './schema.ts';
import { type SettingAt, settingsOf } from './walk.ts';

const FILE = join(import.meta.dirname, '../../docs/router.md');

test('docs/router.md lists every setting', () => {
  // Ignores the width of columns.
  const words = (text: string) => text.replaceAll(/ +/g, ' ').replaceAll(/-{3,}/g, '---');
  expect(words(readFileSync(FILE, 'utf8'))).toContain(words(documentation()));
});

test('the example configuration in docs/router.md is valid', () => {
  const example = /```yaml\n(.*?)```/s.exec(readFileSync(FILE, 'utf8'))?.[1];
  expect(Settings.parse(parse(example ?? ''))).toMatchObject({ supergraph: 'supergraph.graphql' });
});

/** The table of all settings in Markdown. */
function documentation(): string {
  const rows = settingsOf(Settings).map(rowOf);
  return ['| setting | variable | when unset | meaning |', '| --- | --- | --- | --- |', ...rows].join('\n');
}

function rowOf({ path, about }: SettingAt): string {
  const variable = about.env ? `\`${about.env}\`` : '';
  return `| \`${path.join('.')}\` | ${variable} | ${fallbackOf(about)} | ${about.says} |`;
}

function fallbackOf({ otherwise, fallback, takes }: Described): string {
  if (otherwise !== undefined) return otherwise;
  if (fallback === undefined) return 'none';
  if (typeof fallback === 'number')
    return takes.startsWith('a duration') ? durationText(fallback) : String(fallback);
  if (Array.isArray(fallback)) return fallback.map((each) => `\`${each}\``).join(', ');
  return typeof fallback === 'object' ? 'none' : String(fallback);
}

function durationText(ms: number): string {
  if (ms > 0 && ms % 3_600_000 === 0) return `${ms / 3_600_000}h`;
  return ms > 0 && ms % 1_000 === 0 ? `${ms / 1_000}s` : `${ms}ms`;
}
