/** `npm run example`: runs a document of examples/ against the running instance. */
import { CONSOLE } from '../../platform/config/command-line.ts';
import { runExampleCommand } from './command.ts';

const stopping = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stopping.abort());
process.exit(
  await runExampleCommand(process.argv.slice(2), {
    env: process.env,
    signal: stopping.signal,
    ...CONSOLE,
  }),
);
