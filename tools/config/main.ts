/** `npm run config`: prints every setting with its value and where that comes from. */
import { join } from 'node:path';
import { PROJECT_ROOT } from '../../embedded/paths.ts';
import { CONSOLE, type Output, runCommand } from '../../platform/config/command-line.ts';
import { ConfigError, problemsOf } from '../../platform/config/config-error.ts';
import { type Environment, environment } from '../../platform/config/environment.ts';
import { misspelledIn, misspelledText } from '../../platform/config/misspelled.ts';
import { readSettings } from '../../platform/config/read-settings.ts';
import { CONFIG_VARIABLE } from '../../router/config/config.ts';
import { renderDetails, renderJson, renderLines } from './print.ts';
import { PROCESSES } from './processes.ts';
import { allRows, type Row } from './rows.ts';
import { CONFIG_COMMAND } from './usage.ts';
import { createValues } from './values.ts';

/** Runs the command and returns its exit status. */
export function runConfig(
  args: readonly string[],
  { env, ...output }: Output & { readonly env: Environment },
): Promise<number> {
  return runCommand(CONFIG_COMMAND, args, async (request) => print(request, env, output), output);
}

function print(
  { names, json }: { readonly names: readonly string[]; readonly json: boolean },
  env: Environment,
  { out, err }: Output,
): number {
  const rows = allRows();
  const chosen = rows.filter((row) => names.length === 0 || names.some((name) => isNamed(row, name)));
  const unknown = names.filter((name) => !rows.some((row) => isNamed(row, name)));
  if (unknown.length > 0) {
    err(
      `${unknown.join(', ')}: no such setting or process. Processes: ${Object.keys(PROCESSES).join(', ')}.`,
    );
    return 2;
  }
  try {
    const values = chosen.map(
      createValues({
        env,
        envFile: join(PROJECT_ROOT, '.env'),
        routerFiles: filesOf(env),
        folder: PROJECT_ROOT,
      }),
    );
    out(json ? renderJson(values) : names.length > 0 ? renderDetails(values) : renderLines(values));
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    err(error.message);
    return 1;
  }
  const known = rows.map(({ name }) => name);
  for (const each of misspelledIn(env, known)) err(misspelledText(each));
  const invalid = invalidIn(env);
  for (const problem of invalid) err(problem);
  return invalid.length === 0 ? 0 : 1;
}

function isNamed({ name, path, readers }: Row, given: string): boolean {
  return name === given.toUpperCase() || name === given || path === given || readers.includes(given);
}

/** The router's configuration files under `npm start`, later ones first. */
function filesOf(env: Environment): readonly string[] {
  const own = (env[CONFIG_VARIABLE] ?? '').split(',').map((file) => file.trim());
  return [join(PROJECT_ROOT, 'schema', 'router.yaml'), ...own.filter((file) => file !== '')].reverse();
}

/** What is wrong with what is set. What is not set, `npm start` may set. */
function invalidIn(env: Environment): readonly string[] {
  const problems = Object.values(PROCESSES)
    .flat()
    .flatMap((table) => problemsOf(() => readSettings(table, env)));
  return [...new Set(problems)].filter((problem) => !problem.includes(' is not set: '));
}

if (import.meta.main) {
  process.exitCode = await runConfig(process.argv.slice(2), { env: environment, ...CONSOLE });
}
