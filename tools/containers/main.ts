import { join } from 'node:path';
import { PROJECT_ROOT } from '../../embedded/paths.ts';
import { runCommand } from '../../platform/config/command-line.ts';
import { CREDENTIALS } from './usage.ts';
import { writeCredentials } from './write-credentials.ts';

process.exitCode = await runCommand(CREDENTIALS, process.argv.slice(2), async () => {
  if (await writeCredentials(join(PROJECT_ROOT, '.env'))) {
    console.log('Written to .env. Next: docker compose up --detach --wait');
    return 0;
  }
  console.error('.env is there already, and is kept: the containers know its passwords.');
  return 1;
});
