/** `npm start`: see docs/embedded.md. */
import { environment } from '../platform/config/environment.ts';
import { run } from './launcher/run.ts';
import { PROJECT_ROOT } from './paths.ts';

const status = await run({ args: process.argv.slice(2), env: environment, root: PROJECT_ROOT });
// An open handle (an aborted fetch, for example) must not keep a stopped launcher alive.
process.exit(status);
