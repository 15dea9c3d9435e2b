import type { ApiChange, Impact } from './changes.ts';

const HEADINGS: Readonly<Record<Impact, string>> = {
  breaking: 'Breaking',
  dangerous: 'Dangerous: a client may meet what it does not know',
  safe: 'Compatible',
};

const UNRELEASED = '## Unreleased';

/**
 * The changelog of the API with other changes in its section "Unreleased".
 *
 * @param changelog the text of schema/CHANGELOG.md
 * @returns its text with the section replaced
 * @throws Error when it has no such section
 */
export function withUnreleased(changelog: string, changes: readonly ApiChange[]): string {
  const { head, released } = partsOf(changelog);
  return `${head}${UNRELEASED}\n\n${listOf(changes)}\n${released}`;
}

/**
 * The changelog in which what was unreleased belongs to a version.
 *
 * @param date the day of the release, as YYYY-MM-DD
 */
export function withRelease(
  changelog: string,
  changes: readonly ApiChange[],
  version: string,
  date: string,
): string {
  const { head, released } = partsOf(changelog);
  return `${head}${UNRELEASED}\n\n${listOf([])}\n## ${version} - ${date}\n\n${listOf(changes)}\n${released}`;
}

/** The text before the section "Unreleased" and the text from the section after it on. */
function partsOf(changelog: string): { readonly head: string; readonly released: string } {
  const start = changelog.indexOf(`${UNRELEASED}\n`);
  if (start === -1) throw new Error(`The changelog of the API has no section "${UNRELEASED}"`);
  const next = changelog.indexOf('\n## ', start);
  return {
    head: changelog.slice(0, start),
    released: next === -1 ? '' : changelog.slice(next + 1),
  };
}

function listOf(changes: readonly ApiChange[]): string {
  if (changes.length === 0) return 'Nothing has changed.\n';
  const groups = Map.groupBy(changes, ({ impact }) => impact);
  return Array.from(groups, ([impact, group]) => {
    const lines = group.map(({ text }) => `- ${text}\n`);
    return `### ${HEADINGS[impact]}\n\n${lines.join('')}`;
  }).join('\n');
}
