import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { type SettingAt, settingsOf } from '../../platform/config/setting.ts';
import { defaultOf } from '../../platform/config/setting-text.ts';
import { Settings } from './schema.ts';

const FILE = join(import.meta.dirname, '../../docs/router/running.md');

test('docs/router/running.md lists every setting', () => {
  // Ignores the width of columns.
  const words = (text: string) => text.replaceAll(/ +/g, ' ').replaceAll(/-{3,}/g, '---');
  expect(words(readFileSync(FILE, 'utf8'))).toContain(words(documentation()));
});

test('the example configuration in docs/router/running.md is valid', () => {
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
  return `| \`${path.join('.')}\` | ${variable} | ${defaultOf(about)} | ${about.description} |`;
}
