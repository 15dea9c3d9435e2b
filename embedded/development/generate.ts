import { execFile } from 'node:child_process';

const CODEGEN = ['node_modules/@graphql-codegen/cli/esm/bin.js', '--config', 'codegen.yml', '--silent'];
const COMPOSE = ['tools/compose.ts'];

/**
 * Generates what `npm run generate` does after a schema was changed. The result is whether the subgraphs compose, as soon
 * as the supergraph is written: no program that runs needs the generated types, so nobody waits for them.
 *
 * @param signal ends what still runs
 */
export function createGenerator(
  root: string,
  signal: AbortSignal,
  say: (line: string) => void,
): () => Promise<boolean> {
  let types: Promise<boolean> = Promise.resolve(true);

  /** Prints what a tool printed when it fails. */
  function runTool(args: readonly string[]): Promise<boolean> {
    return new Promise((resolve) => {
      execFile(process.execPath, args, { cwd: root, signal }, (error, stdout, stderr) => {
        if (error && !signal.aborted) say(`${stdout}${stderr}`.trim());
        resolve(error === null);
      });
    });
  }

  return async () => {
    await types;
    types = runTool(CODEGEN);
    const composed = await runTool(COMPOSE);
    if (composed) say('The supergraph is composed anew.');
    return composed;
  };
}
