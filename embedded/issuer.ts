import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK, type JWK, SignJWT } from 'jose';
import type { Role } from '../platform/identity/identity.ts';

/** What a token says. */
export type TokenRequest = {
  readonly subject: string;
  readonly role: Role;
  /** Seconds; below zero for a token that has expired. */
  readonly expiresIn: number;
  /** Scopes besides the role's, separated by spaces. */
  readonly scope?: string;
};

/** Issues tokens for development, in place of an identity provider. */
export type Issuer = {
  /** Where its public keys are, as `JWKS_URL` takes it. */
  readonly jwksUrl: string;
  mint(request: TokenRequest): Promise<string>;
};

export const LOCAL_ISSUER = { issuer: 'meetingroom-local', audience: 'meetingroom' } as const;

const ALGORITHM = 'EdDSA';

/** The issuer of a data folder; its key pair is made at the first use and kept in DATA_DIR/identity. */
export async function openIssuer(dataDir: string): Promise<Issuer> {
  const folder = join(dataDir, 'identity');
  const [privateFile, publicFile] = [join(folder, 'private.jwk'), join(folder, 'jwks.json')];
  await mkdir(folder, { recursive: true, mode: 0o700 });
  if (!existsSync(privateFile) || !existsSync(publicFile)) await makeKeys(privateFile, publicFile);
  const jwk: JWK = JSON.parse(await readFile(privateFile, 'utf8'));
  const key = await importJWK(jwk, ALGORITHM);

  return {
    jwksUrl: pathToFileURL(publicFile).href,
    mint({ subject, role, expiresIn, scope }) {
      const now = Math.floor(Date.now() / 1_000);
      return new SignJWT({ role, ...(scope === undefined ? {} : { scope }) })
        .setProtectedHeader({
          alg: ALGORITHM,
          typ: 'JWT',
          ...(jwk.kid === undefined ? {} : { kid: jwk.kid }),
        })
        .setIssuer(LOCAL_ISSUER.issuer)
        .setAudience(LOCAL_ISSUER.audience)
        .setSubject(subject)
        .setIssuedAt(Math.min(now, now + expiresIn))
        .setExpirationTime(now + expiresIn)
        .sign(key);
    },
  };
}

async function makeKeys(privateFile: string, publicFile: string): Promise<void> {
  const pair = await generateKeyPair(ALGORITHM, { extractable: true });
  const publicJwk = await exportJWK(pair.publicKey);
  const common = { kid: await calculateJwkThumbprint(publicJwk), alg: ALGORITHM, use: 'sig' };
  await put(privateFile, { ...(await exportJWK(pair.privateKey)), ...common }, 0o600);
  await put(publicFile, { keys: [{ ...publicJwk, ...common }] }, 0o644);
}

/** Whole or not at all: a reader never sees half a file. */
async function put(file: string, content: unknown, mode: number): Promise<void> {
  await writeFile(`${file}.new`, `${JSON.stringify(content, null, 2)}\n`, { mode });
  await rename(`${file}.new`, file);
}
