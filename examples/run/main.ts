/** `npm run example`: runs a document of examples/ against the running instance. */

import { CONSOLE } from '../../platform/config/command-line.ts';
import { environment } from '../../platform/config/environment.ts';
import { runExampleCommand } from './command.ts';

const stopping = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stopping.abort());
process.exit(
  await runExampleCommand(process.argv.slice(2), {
    env: environment,
    signal: stopping.signal,
    ...CONSOLE,
  }),
);
