/** `npm run dev`: see docs/embedded.md. */
import { runDevelopment } from './development/run.ts';
import { PROJECT_ROOT } from './paths.ts';

process.exit(await runDevelopment({ args: process.argv.slice(2), env: process.env, root: PROJECT_ROOT }));
