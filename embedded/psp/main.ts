import { ConfigError } from '../../platform/config/config-error.ts';
import { environment } from '../../platform/config/environment.ts';
import { errorMessage } from '../../platform/errors.ts';
import { createLogger } from '../../platform/telemetry/logger.ts';
import { type Config, readConfig } from './config.ts';
import { startSimulator } from './simulator.ts';

function configOrExit(): Config {
  try {
    return readConfig(environment);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    console.error(error.message);
    process.exit(1);
  }
}

const config = configOrExit();
const log = createLogger('psp', config.logLevel);

function fail(fault: unknown): void {
  log.fatal({ err: fault }, 'payment simulator failed');
  process.exit(1);
}
process.on('uncaughtException', fail);

const simulator = await startSimulator(config, { log, onFault: fail }).catch((fault: unknown) => {
  const why = errorMessage(fault);
  log.fatal({ dataDir: config.dataDir, port: config.port }, `payment simulator cannot start: ${why}`);
  process.exit(1);
});
log.info(
  { url: simulator.url, seed: config.settings.seed, webhookUrl: config.webhook?.url },
  'payment simulator ready',
);

let isStopping = false;
function stop(signal: NodeJS.Signals): void {
  if (isStopping) return;
  isStopping = true;
  log.info({ signal }, 'payment simulator draining');
  simulator.drain().then(() => process.exit(0), fail);
}
process.on('SIGTERM', stop);
process.on('SIGINT', stop);
