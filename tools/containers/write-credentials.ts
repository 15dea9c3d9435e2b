import { existsSync } from 'node:fs';
import { chmod, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openIssuer } from '../../embedded/issuer.ts';
import { SERVICES } from '../../embedded/launcher/services.ts';
import { type Credentials, createCredentials, type IssuedCredentials } from './credentials.ts';

/** Service tokens have to outlast the containers; `npm run credentials` makes new ones in a new folder. */
const TOKEN_SECONDS = 365 * 24 * 3_600;

/** The files in the folder of the containers. */
export const CREDENTIALS_FOLDER = {
  /** A file for each secret, as docker-compose.yml mounts them. */
  secrets: 'secrets',
  /** The addresses of the three servers, for a shell. */
  addresses: 'addresses.env',
} as const;

/**
 * Makes credentials for the containers: a key pair of the issuer, which `npm run token` signs with, too, the
 * secrets, and the addresses for commands outside.
 *
 * Only its owner can enter the folder. The files in `secrets` are readable, as each is mounted alone into
 * containers whose programs run under other users.
 *
 * @param create makes them from what is issued: for docker-compose.yml, or for another deployment
 * @returns false when the folder exists, which is left as it is: the servers know its passwords
 */
export async function writeCredentials(
  folder: string,
  create: (issued: IssuedCredentials) => Credentials = createCredentials,
): Promise<boolean> {
  if (existsSync(folder)) return false;
  // An interrupted command leaves no folder that lacks something.
  const fresh = `${folder}.new`;
  await rm(fresh, { recursive: true, force: true });
  await mkdir(fresh, { recursive: true, mode: 0o700 });
  const { secrets, addresses } = await issueCredentials(fresh, create);
  await writeSecrets(join(fresh, CREDENTIALS_FOLDER.secrets), secrets);
  if (Object.keys(addresses).length > 0)
    await writeFile(join(fresh, CREDENTIALS_FOLDER.addresses), renderAddresses(addresses), { mode: 0o600 });
  await rename(fresh, folder);
  return true;
}

async function writeSecrets(folder: string, secrets: Credentials['secrets']): Promise<void> {
  await mkdir(folder);
  for (const [name, content] of Object.entries(secrets)) {
    const file = join(folder, name);
    // Without a newline at the end, which some would take for a part of the password.
    await writeFile(file, content);
    // Whatever the umask is.
    await chmod(file, 0o444);
  }
}

async function issueCredentials(
  folder: string,
  create: (issued: IssuedCredentials) => Credentials,
): Promise<Credentials> {
  const issuer = await openIssuer(folder);
  const tokens = await Promise.all(
    SERVICES.map(async ({ name }) => {
      const token = await issuer.mint({ subject: name, role: 'service', expiresIn: TOKEN_SECONDS });
      return [name, token] as const;
    }),
  );
  const keys = await readFile(new URL(issuer.jwksUrl), 'utf8');
  return create({ tokens: Object.fromEntries(tokens), keys: keys.trim() });
}

/** Quoted, since a shell reads them, and addresses have an ampersand. */
function renderAddresses(addresses: Credentials['addresses']): string {
  return Object.entries(addresses)
    .map(([name, value]) => `${name}='${value}'\n`)
    .join('');
}
