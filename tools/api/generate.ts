/**
 * Writes the section "Unreleased" of the API's changelog. With --check it writes nothing, and fails if the
 * section is out of date, or if a change breaks clients and the version does not say so.
 */
import { openApiHistory } from './history.ts';

const history = await openApiHistory();
const { changelog, mayRelease } = history;

if (!process.argv.includes('--check')) {
  await history.update();
} else if (changelog.current !== changelog.stored) {
  console.error('schema/CHANGELOG.md is not up to date: run `npm run generate` and commit it.');
  process.exitCode = 1;
} else if (!mayRelease) {
  console.error('The API breaks clients: `npm run api -- diff` prints how.');
  process.exitCode = 1;
}
