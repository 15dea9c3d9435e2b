import { run } from './run.ts';

/** `npm run format`: formats all files and applies the linter's safe fixes. */
process.exit(await run('@biomejs/biome/bin/biome', 'check', '--write', '.'));
