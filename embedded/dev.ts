/** `npm run dev`: see docs/embedded.md. */
import { environment } from '../platform/config/environment.ts';
import { runDevelopment } from './development/run.ts';
import { PROJECT_ROOT } from './paths.ts';

process.exit(await runDevelopment({ args: process.argv.slice(2), env: environment, root: PROJECT_ROOT }));
