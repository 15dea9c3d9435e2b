import { ROUTER, SERVICES, SIMULATOR } from '../../embedded/launcher/services.ts';
import { secretsOf, variablesOf } from '../../platform/config/read-settings.ts';
import { fileVariableOf } from '../../platform/config/secret-files.ts';
import { PROCESSES } from '../config/processes.ts';
import { STREAMS_PROGRAM, subgraphVariables } from './requirements.ts';

/** The names of programs in the tables of settings, by their main modules. */
const NAMES: ReadonlyMap<string, string> = new Map([
  ...[...SERVICES, ROUTER].map(({ main, name }) => [main, name] as const),
  [SIMULATOR.main, 'psp'] as const,
  [STREAMS_PROGRAM, 'commands'] as const,
]);

/**
 * The variables that a program reads, by the tables of its settings, with those that name the file of a
 * secret.
 *
 * @param program its main module
 */
export function readVariables(program: string): ReadonlySet<string> {
  const tables = PROCESSES[NAMES.get(program) ?? ''] ?? [];
  return new Set([
    ...tables.flatMap(variablesOf),
    ...tables.flatMap((table) => secretsOf(table).map(fileVariableOf)),
    ...(program === ROUTER.main ? subgraphVariables() : []),
  ]);
}
