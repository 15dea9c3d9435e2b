import { parseArgs } from 'node:util';
import { errorMessage } from '../../platform/errors.ts';

const USAGE = `Usage: npm run dev [-- NAME…] [--inspect NAME[:PORT]]
Runs the product as \`npm start\` does and restarts what a saved file affects; Ctrl-C stops everything. With names it
starts only these services, with what they need and the router; \`npm start -- NAME\` adds another one.
--inspect starts one program under Node's debugger, on the given port or the first free one from 9229 on.

A NAME is router, a service (booking, or booking-2 with REPLICAS=2) or psp (the payment simulator). DATA_DIR and PORT are
those of \`npm start\`. Exit status: 0 stopped, 1 it could not start, 2 wrong usage.`;

/** What `npm run dev` is to do. */
export type DevelopmentOptions = {
  /** The services to start; none for all. */
  readonly names: readonly string[];
  /** The program to debug; its port is undefined for a free one. */
  readonly inspect: { readonly name: string; readonly port: number | undefined } | undefined;
};

const INSPECT = /^([a-z][a-z0-9-]*)(?::(\d{1,5}))?$/;

/**
 * Reads the arguments of `npm run dev`. Prints the usage where it is asked for or violated, and returns the
 * exit status.
 */
export function readDevelopmentArguments(
  args: readonly string[],
): DevelopmentOptions | { readonly status: number } {
  try {
    const { values, positionals: names } = parseArgs({
      args: [...args],
      options: { help: { type: 'boolean', short: 'h' }, inspect: { type: 'string' } },
      allowPositionals: true,
    });
    if (values.help) {
      console.log(USAGE);
      return { status: 0 };
    }
    return { names, inspect: values.inspect === undefined ? undefined : readInspect(values.inspect) };
  } catch (error) {
    console.error(`${errorMessage(error)}\n\n${USAGE}`);
    return { status: 2 };
  }
}

function readInspect(text: string): NonNullable<DevelopmentOptions['inspect']> {
  const [, name, port] = INSPECT.exec(text) ?? [];
  if (name === undefined || Number(port ?? 1) > 65_535 || Number(port ?? 1) < 1) {
    throw new Error(`--inspect ${text} is invalid: expected a name such as booking, or booking:9229.`);
  }
  return { name, port: port === undefined ? undefined : Number(port) };
}
