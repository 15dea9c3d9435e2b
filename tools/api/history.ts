import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type ASTNode, parse, print, visit } from 'graphql';
import { z } from 'zod';
import { ROOT } from '../run.ts';
import { withRelease, withUnreleased } from './changelog.ts';
import { type ApiChange, apiChanges } from './changes.ts';
import { mayBreak } from './versions.ts';

/** The API's last release and what has come since. */
export type ApiHistory = {
  /** What has changed since the last release. */
  readonly changes: readonly ApiChange[];
  /** The version of the last release. */
  readonly released: string;
  /** The version of package.json. */
  readonly version: string;
  /** Whether that version may have these changes. */
  readonly mayRelease: boolean;
  /** The changelog as it is stored, and with the changes in its section "Unreleased". */
  readonly changelog: { readonly stored: string; readonly current: string };
  /** Stores the changelog with the changes in its section "Unreleased". */
  update(): Promise<void>;
  /** Makes the API of today the released one. */
  release(day: Date): Promise<void>;
};

const manifest = z.object({ version: z.string() });
/** The first line of the released schema. */
const HEADER = /^# The API of version (\S+)\.\n/;

/**
 * Reads the API of today, of the last release, and the changelog.
 *
 * @param root the folder of the project
 * @throws Error when schema/released.graphql does not say its version
 */
export async function openApiHistory(root: string = ROOT): Promise<ApiHistory> {
  const files = {
    api: join(root, 'schema/api.graphql'),
    released: join(root, 'schema/released.graphql'),
    changelog: join(root, 'schema/CHANGELOG.md'),
    manifest: join(root, 'package.json'),
  };
  const { version } = manifest.parse(JSON.parse(await readFile(files.manifest, 'utf8')));
  const api = await readFile(files.api, 'utf8');
  const before = await readFile(files.released, 'utf8');
  const stored = await readFile(files.changelog, 'utf8');
  const [, released] = HEADER.exec(before) ?? [];
  if (released === undefined) throw new Error(`${files.released} does not begin with its version`);
  const changes = await apiChanges(before, api);
  const current = withUnreleased(stored, changes);

  return {
    changes,
    released,
    version,
    mayRelease: changes.every(({ impact }) => impact !== 'breaking') || mayBreak(released, version),
    changelog: { stored, current },
    update: () => writeFile(files.changelog, current),
    async release(day) {
      await writeFile(files.changelog, withRelease(stored, changes, version, day.toISOString().slice(0, 10)));
      await writeFile(files.released, `# The API of version ${version}.\n${withoutDescriptions(api)}`);
    },
  };
}

/** A schema with all that clients can notice. */
function withoutDescriptions(schema: string): string {
  const stripped = visit(parse(schema), {
    enter: (node: ASTNode) => ('description' in node ? { ...node, description: undefined } : undefined),
  });
  return `${print(stripped)}\n`;
}
