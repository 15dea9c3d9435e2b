import { ConfigError } from '../platform/config/env.ts';
import { runService } from '../platform/service/index.ts';
import { readConfig, USAGE } from './config/read.ts';
import { runPlanCommand } from './plan-command/command.ts';
import { start } from './start.ts';

const args = process.argv.slice(2);
if (args[0] === 'plan') {
  process.exitCode = runPlanCommand(args.slice(1), process.env);
} else if (args.includes('--help') || args.includes('-h')) {
  console.log(USAGE);
} else {
  const config = readOrTell();
  if (config) await runService('router', () => start(config));
}

/** The configuration; where it is wrong, whoever typed it reads what to change, and the exit status is 2. */
function readOrTell() {
  try {
    return readConfig(args, process.env);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    console.error(error.message);
    process.exitCode = 2;
    return undefined;
  }
}
