import type { Options } from '../platform/config/command-definition.ts';
import { type Command, defineCommand, type Values } from '../platform/config/command-line.ts';

/** A benchmark with its options: it measures and prints. */
export type Measurement = { run(signal: AbortSignal): Promise<void> };

/** What the exit statuses of a benchmark mean. */
export const STATUS = '0 measured, 1 failed, 2 wrong usage, 130 interrupted';

/** Defines a benchmark as a subcommand of `npm run bench`. */
export function defineBench<const Table extends Options>(
  {
    name,
    about,
    options,
    example = name,
  }: { readonly name: string; readonly about: string; readonly options: Table; readonly example?: string },
  measure: (settings: Values<Table>, signal: AbortSignal) => Promise<void>,
): Command<Measurement> {
  const form = `npm run bench -- ${name}`;
  return defineCommand(
    {
      forms: [Object.keys(options).length === 0 ? form : `${form} [options]`],
      about,
      options,
      examples: [`npm run bench -- ${example}`],
      status: STATUS,
    },
    ({ values }) => ({ run: (signal) => measure(values, signal) }),
  );
}
