import { parseNothing, runCommand } from '../platform/config/command-line.ts';
import { run } from './run.ts';
import { FORMAT_USAGE } from './usages.ts';

/** `npm run format`: formats all files and applies the linter's safe fixes. */
const parsed = parseNothing(process.argv.slice(2));
process.exitCode = await runCommand({ parsed, usage: FORMAT_USAGE }, () =>
  run('@biomejs/biome/bin/biome', 'check', '--write', '.'),
);
