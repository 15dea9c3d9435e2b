import { execFileSync } from 'node:child_process';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openIssuer } from '../../embedded/issuer.ts';
import { keptPasswords, simulatorKey } from '../../embedded/kept-secret.ts';
import { SIMULATOR, URL_VARIABLES } from '../../embedded/launcher/services.ts';
import { urlVariableOf, usersOf } from '../../embedded/launcher/settings-table.ts';
import { CACHE_DIR, PROJECT_ROOT } from '../../embedded/paths.ts';
import type { TestInstance } from '../../embedded/testing.ts';

/** The code of another revision in a folder of its own, with the packages of this one. */
export type CheckedOut = AsyncDisposable & { readonly folder: string };

/**
 * The revision of the release before this one: `PREVIOUS_RELEASE`, otherwise the last tag before the current
 * commit, which may have the tag of this release. Undefined where there is neither, or no Git.
 */
export function findPreviousRelease(): string | undefined {
  const asked = process.env.PREVIOUS_RELEASE;
  try {
    return git(
      asked ? ['rev-parse', '--verify', `${asked}^{commit}`] : ['describe', '--tags', '--abbrev=0', 'HEAD^'],
    );
  } catch (error) {
    if (asked) throw error;
    return undefined;
  }
}

function git(args: readonly string[]): string {
  const stdio = ['ignore', 'pipe', 'ignore'] as const;
  return execFileSync('git', [...args], { cwd: PROJECT_ROOT, encoding: 'utf8', stdio: [...stdio] }).trim();
}

export async function checkOut(revision: string): Promise<CheckedOut> {
  const folder = await mkdtemp(join(tmpdir(), 'meetingroom-release-'));
  const archive = join(folder, 'release.tar');
  git(['archive', '--format=tar', `--output=${archive}`, revision]);
  execFileSync('tar', ['-xf', archive, '-C', folder]);
  await rm(archive);
  await symlink(join(PROJECT_ROOT, 'node_modules'), join(folder, 'node_modules'));
  await symlink(CACHE_DIR, join(folder, '.cache'));
  return {
    folder,
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
}

/**
 * Whether processes of a revision start on stores that this version has migrated: it knows all migrations, or
 * what to do about others (ADR 0060).
 *
 * @param folder of its code
 */
export function startsAfterMigration({ folder }: CheckedOut): boolean {
  const migrations = globSync('{platform/postgres,subgraphs/*/store}/migrations/*', { cwd: PROJECT_ROOT });
  return (
    migrations.every((file) => existsSync(join(folder, file))) ||
    readFileSync(join(folder, 'platform/postgres/migrate.ts'), 'utf8').includes('requires')
  );
}

/** The variables with which a second instance works on the servers and the provider of another one. */
export async function besides(other: TestInstance): Promise<Readonly<Record<string, string>>> {
  const { dataDir } = other;
  const issuer = await openIssuer(dataDir);
  const variables: Record<string, string> = {
    JWKS_URL: issuer.jwksUrl,
    SERVICE_TOKEN: await issuer.mint({ subject: 'services', role: 'service', expiresIn: 3_600 }),
    STRIPE_API_BASE: other.addressOf(SIMULATOR.name),
    STRIPE_API_KEY: simulatorKey(dataDir),
    STRIPE_WEBHOOK_SECRET: 'whsec_the_webhooks_go_to_the_other_instance',
    [URL_VARIABLES.mongodb]: other.addressOf('mongodb'),
  };
  for (const server of ['postgres', 'nats'] as const) {
    const operator = other.addressOf(server);
    variables[URL_VARIABLES[server]] = operator;
    const passwordOf = keptPasswords(join(dataDir, `${server}.secret`));
    for (const user of usersOf(server)) {
      const url = new URL(operator);
      url.username = user;
      url.password = passwordOf(user);
      if (server === 'postgres') url.pathname = `/${user}`;
      variables[urlVariableOf(user, server)] = url.href;
    }
  }
  return variables;
}
