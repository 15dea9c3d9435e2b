/** `npm run api`: what has changed in the API since the last release, and the next release of it. */
import { runCommand } from '../../platform/config/command-line.ts';
import type { ApiChange } from './changes.ts';
import { openApiHistory } from './history.ts';
import { API_COMMAND } from './usage.ts';

process.exitCode = await runCommand(API_COMMAND, process.argv.slice(2), async ({ name }) => {
  const history = await openApiHistory();
  const { changes, released, version, mayRelease } = history;
  if (!mayRelease) {
    print(changes);
    console.error(
      `Version ${version} must not break what works with ${released}: deprecate instead (docs/clients.md), or raise the version.`,
    );
    return 1;
  }
  if (name === 'release') {
    await history.release(new Date());
    console.log(`The API is that of version ${version} now. Commit schema/ and package.json.`);
    return 0;
  }
  print(changes);
  return 0;
});

function print(changes: readonly ApiChange[]): void {
  if (changes.length === 0) console.log('The API is that of the last release.');
  for (const { impact, text } of changes) console.log(`${impact.padEnd('dangerous'.length)}  ${text}`);
}
