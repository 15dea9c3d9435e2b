import { ConfigError } from '../config/config-error.ts';
import { environment } from '../config/environment.ts';
import { warnAboutMisspelled } from '../config/misspelled.ts';
import { readSettings, type SettingsTable, variablesOf } from '../config/read-settings.ts';
import { createLogger, type Logger } from '../telemetry/logger.ts';
import { type RunningService, runService } from './run-service.ts';
import type { ServiceSettings } from './service-settings.ts';

/**
 * Reads the settings of a subgraph and runs it as this process (`runService`). Wrong settings end the start
 * with 1, and with one message on stderr that names them all.
 *
 * @param table what can be set, by `postgresServiceTable` or `mongoServiceTable`
 */
export async function runSubgraph<Settings extends ServiceSettings>(
  name: string,
  table: SettingsTable<Settings>,
  start: (settings: Settings, log: Logger) => Promise<RunningService>,
): Promise<void> {
  const settings = settingsOrExit(table);
  const log = createLogger(name, settings.logLevel);
  warnAboutMisspelled(environment, variablesOf(table), log);
  const { shutdown, tracing } = settings;
  await runService({ name, log, shutdown, tracing, start: () => start(settings, log) });
}

function settingsOrExit<Settings>(table: SettingsTable<Settings>): Settings {
  try {
    return readSettings(table, environment);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    console.error(error.message);
    process.exit(1);
  }
}
