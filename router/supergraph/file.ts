import { readFile } from 'node:fs/promises';
import type { SupergraphManager } from '@apollo/gateway';
import { type DirectiveNode, type DocumentNode, Kind, parse, print, visit } from 'graphql';
import { errorMessage } from '../../platform/errors.ts';
import type { Logger } from '../../platform/telemetry/logger.ts';
import { followFile } from '../follow-file.ts';
import { apolloSpec, linkUrl } from '../graphql/directives.ts';

/** The specification that every composed supergraph links. */
const JOIN = apolloSpec('join');

/** Features that the router supports and the gateway library rejects. */
const SUPPORTED_FEATURES = ['authenticated', 'requiresScopes', 'policy', 'context', 'cost'].map(apolloSpec);

/**
 * Provides the gateway library with the supergraph of a file, again after each change of the file. A changed
 * file that cannot be used is logged, and the current graph stays. At start, the same rejects.
 */
export function createSupergraphFile(path: string, log: Logger): SupergraphManager {
  return {
    async initialize({ update }) {
      const first = await readSupergraph(path);
      const stopFollowing = followFile(path, () => void reload());

      async function reload(): Promise<void> {
        try {
          update(await readSupergraph(path));
          log.info({ path }, 'supergraph read');
        } catch (error) {
          log.error({ err: error, path }, 'the changed supergraph cannot be used; the current one stays');
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

/** False for supergraphs of Federation 1, which have `@core` instead of `@link`. */
function isComposed({ definitions }: DocumentNode): boolean {
  return definitions.some(
    (each) =>
      (each.kind === Kind.SCHEMA_DEFINITION || each.kind === Kind.SCHEMA_EXTENSION) &&
      each.directives?.some((directive) => linkUrl(directive)?.startsWith(JOIN)),
  );
}

/** Removes `for: SECURITY` from the links to features that the router enforces itself. */
export function declareEnforced(supergraph: string): string {
  const document = parse(supergraph);
  if (!isComposed(document)) {
    throw new Error(`it is not a composed supergraph of Federation 2: its schema does not link ${JOIN}`);
  }
  return print(
    visit(document, {
      Directive(node): DirectiveNode | undefined {
        const url = linkUrl(node);
        if (!SUPPORTED_FEATURES.some((feature) => url?.startsWith(feature))) return undefined;
        return { ...node, arguments: node.arguments?.filter((each) => each.name.value !== 'for') ?? [] };
      },
    }),
  );
}
