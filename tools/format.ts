import { run } from './run.ts';

/** `npm run format`: formats everything, and mends what the linter can mend by itself. */
process.exit(await run('@biomejs/biome/bin/biome', 'check', '--write', '.'));
