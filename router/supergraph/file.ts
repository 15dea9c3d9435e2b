import { readFile } from 'node:fs/promises';
import type { SupergraphManager } from '@apollo/gateway';
import { type DirectiveNode, type DocumentNode, Kind, parse, print, visit } from 'graphql';
import { errorMessage } from '../../platform/errors.ts';
import type { Logger } from '../../platform/telemetry/logger.ts';
import { followFile } from '../follow-file.ts';
import { apolloSpec, linkUrl } from '../graphql/directives.ts';

/** What every composed supergraph links. */
const JOIN = apolloSpec('join');

/** Features that the gateway library does not know and refuses, and this router knows. */
const KNOWN_HERE = ['authenticated', 'requiresScopes', 'policy', 'context', 'cost'].map(apolloSpec);

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
      const stopFollowing = followFile(path, () => void reload());

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
          stopFollowing();
        },
      };
    },
  };
}

async function readSupergraph(path: string): Promise<string> {
  try {
    return declareEnforced(await readFile(path, 'utf8'));
  } catch (error) {
    throw new Error(`The supergraph file ${path} cannot be used: ${errorMessage(error)}`, {
      cause: error,
    });
  }
}

/** Links of Federation 1 are of another kind (`@core`). */
function isComposed({ definitions }: DocumentNode): boolean {
  return definitions.some(
    (each) =>
      (each.kind === Kind.SCHEMA_DEFINITION || each.kind === Kind.SCHEMA_EXTENSION) &&
      each.directives?.some((directive) => linkUrl(directive)?.startsWith(JOIN)),
  );
}

/** The same supergraph with `for: SECURITY` taken off the features that this router sees to itself. */
export function declareEnforced(supergraph: string): string {
  const document = parse(supergraph);
  if (!isComposed(document)) {
    throw new Error(`it is not a composed supergraph of Federation 2: its schema does not link ${JOIN}`);
  }
  return print(
    visit(document, {
      Directive(node): DirectiveNode | undefined {
        const url = linkUrl(node);
        if (!KNOWN_HERE.some((feature) => url?.startsWith(feature))) return undefined;
        return { ...node, arguments: node.arguments?.filter((each) => each.name.value !== 'for') ?? [] };
      },
    }),
  );
}
