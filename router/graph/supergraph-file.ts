import { watch } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import type { SupergraphManager } from '@apollo/gateway';
import { type DirectiveNode, Kind, parse, print, visit } from 'graphql';
import type { Logger } from '../../platform/telemetry/logger.ts';

/** How long a changed file is left alone before it is read: writers need a moment, and editors write twice. */
const SETTLE_MS = 100;

/** Features that the gateway library does not know and refuses, and this router knows. */
const KNOWN_HERE = ['authenticated', 'requiresScopes', 'policy', 'context', 'cost'].map(
  (feature) => `https://specs.apollo.dev/${feature}/`,
);

/**
 * Gives the gateway its supergraph from a file, and anew whenever the file changes. A changed file that cannot be
 * read or is no supergraph is logged and the graph that runs goes on. At start the same is a fault, thrown.
 */
export function createSupergraphFile({
  path,
  log,
}: {
  readonly path: string;
  readonly log: Logger;
}): SupergraphManager {
  return {
    async initialize({ update }) {
      const first = await readSupergraph(path);
      let settling: NodeJS.Timeout | undefined;
      // The folder is watched, not the file: a file that is replaced by renaming is another file.
      const watcher = watch(dirname(resolve(path)), (_, name) => {
        if (name !== null && name !== basename(path) && !isMountedLink(name)) return;
        clearTimeout(settling);
        settling = setTimeout(() => void reload(), SETTLE_MS);
      });

      async function reload(): Promise<void> {
        try {
          update(await readSupergraph(path));
          log.info({ path }, 'supergraph read');
        } catch (error) {
          log.error({ err: error, path }, 'the changed supergraph is not usable; the one before stays');
        }
      }

      return {
        supergraphSdl: first,
        async cleanup() {
          clearTimeout(settling);
          watcher.close();
        },
      };
    },
  };
}

/** Kubernetes changes a mounted file by moving the link `..data` of its folder. */
function isMountedLink(name: string): boolean {
  return name === '..data';
}

async function readSupergraph(path: string): Promise<string> {
  try {
    return declareEnforced(await readFile(path, 'utf8'));
  } catch (error) {
    throw new Error(
      `The supergraph file ${path} cannot be used: ${error instanceof Error ? error.message : String(error)}`,
      {
        cause: error,
      },
    );
  }
}

/** The same supergraph with `for: SECURITY` taken off the features that this router sees to itself. */
export function declareEnforced(supergraph: string): string {
  const document = parse(supergraph);
  return print(
    visit(document, {
      Directive(node): DirectiveNode | undefined {
        const url = node.arguments?.find((each) => each.name.value === 'url')?.value;
        if (node.name.value !== 'link' || url?.kind !== Kind.STRING) return undefined;
        if (!KNOWN_HERE.some((feature) => url.value.startsWith(feature))) return undefined;
        return { ...node, arguments: node.arguments?.filter((each) => each.name.value !== 'for') ?? [] };
      },
    }),
  );
}
