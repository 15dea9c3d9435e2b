import { resolve } from 'node:path';
import { PROJECT_ROOT } from '../../embedded/paths.ts';
import { runCommand } from '../../platform/config/command-line.ts';
import { environment } from '../../platform/config/environment.ts';
import { CREDENTIALS } from './usage.ts';
import { writeCredentials } from './write-credentials.ts';

process.exitCode = await runCommand(CREDENTIALS, process.argv.slice(2), async () => {
  const folder = environment.CONTAINERS_DIR || '.containers';
  if (await writeCredentials(resolve(PROJECT_ROOT, folder))) {
    console.log(`Written to ${folder}. Next: docker compose up --detach --wait`);
    return 0;
  }
  console.error(`${folder} is there already, and is kept: the servers know its passwords.`);
  return 1;
});
