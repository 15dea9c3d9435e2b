import { runCommand } from '../platform/config/command-line.ts';
import { run } from './run.ts';
import { FORMAT } from './usages.ts';

/** `npm run format`: formats all files and applies the linter's safe fixes. */
process.exitCode = await runCommand(FORMAT, process.argv.slice(2), () =>
  run('@biomejs/biome/bin/biome', 'check', '--write', '.'),
);
