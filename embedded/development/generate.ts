import { execFile } from 'node:child_process';

const CODEGEN = ['node_modules/@graphql-codegen/cli/esm/bin.js', '--config', 'codegen.yml', '--silent'];
const COMPOSE = ['tools/compose.ts'];

/**
 * Generates what `npm run generate` does after a schema was changed. The result is whether the subgraphs
 * compose, as soon as the supergraph is written: no running program needs the generated types, so
 * they are not waited for.
 *
 * @param signal ends what still runs
 */
export function createGenerator(
  root: string,
  signal: AbortSignal,
  say: (line: string) => void,
): () => Promise<boolean> {
  let types: Promise<void> = Promise.resolve();

  /** Returns what the tool printed if it failed, otherwise undefined. */
  function runTool(args: readonly string[]): Promise<string | undefined> {
    return new Promise((resolve) => {
      execFile(process.execPath, args, { cwd: root, signal }, (error, stdout, stderr) => {
        resolve(error && !signal.aborted ? `${stdout}${stderr}`.trim() : undefined);
      });
    });
  }

  return async () => {
    await types;
    const [composing, generating] = [runTool(COMPOSE), runTool(CODEGEN)];
    const failure = await composing;
    say(failure ?? 'The supergraph is composed.');
    types = generating.then((fault) => {
      if (fault !== undefined && failure === undefined)
        say('The types could not be generated: `npm run generate` shows why.');
    });
    return failure === undefined;
  };
}
