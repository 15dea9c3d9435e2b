/** `npm start`: see docs/embedded.md. */
import { run } from './launcher/run.ts';
import { PROJECT_ROOT } from './paths.ts';

const status = await run({ args: process.argv.slice(2), env: process.env, root: PROJECT_ROOT });
// Nothing that is still open (a fetch cut short, say) keeps a stopped launcher alive.
process.exit(status);
