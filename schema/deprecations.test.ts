import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, visit } from 'graphql';
import { describe, expect, test } from 'vitest';

const ROOT = join(import.meta.dirname, '..');
const read = (file: string) => readFileSync(join(ROOT, file), 'utf8');
const changelog = read('CHANGELOG.md');

/** The reasons of all deprecations in the contract. */
function findReasons(): readonly string[] {
  const reasons: string[] = [];
  visit(parse(read('schema/api.graphql')), {
    Directive({ name, arguments: given }) {
      if (name.value !== 'deprecated') return;
      const reason = given?.find((argument) => argument.name.value === 'reason')?.value;
      reasons.push(reason?.kind === 'StringValue' ? reason.value : '');
    },
  });
  return reasons;
}

describe.each(findReasons())('the deprecation “%s”', (reason) => {
  const [, date = 'none'] = /^Use `[^`]+`\. Removed after (\d{4}-\d{2}-\d{2})\.$/.exec(reason) ?? [];

  test('says what to use, and the last day', () => {
    expect(Date.parse(date)).not.toBeNaN();
  });

  test('has a line in the changelog', () => {
    expect(changelog).toContain(date);
  });
});
