import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK, type JWK, SignJWT } from 'jose';
import type { Role } from '../platform/identity/identity.ts';

/** The claims and the lifetime of a token. */
export type TokenRequest = {
  readonly subject: string;
  readonly role: Role;
  /** Lifetime in seconds; a negative one gives an expired token. */
  readonly expiresIn: number;
  /** Scopes in addition to those of the role, separated by spaces. */
  readonly scope?: string;
  /** The address to which messages are sent by e-mail. */
  readonly email?: string;
  /** The language of messages, such as `ko`. */
  readonly locale?: string;
};

/** Issues tokens for development, in place of an identity provider. */
export type Issuer = {
  /** The location of its public keys, as `JWKS_URL` accepts it. */
  readonly jwksUrl: string;
  mint(request: TokenRequest): Promise<string>;
};

export const LOCAL_ISSUER = { issuer: 'meetingroom-local', audience: 'meetingroom' } as const;

const ALGORITHM = 'EdDSA';

/** Opens the issuer of a data folder. Its key pair is created at the first use in DATA_DIR/identity. */
export async function openIssuer(dataDir: string): Promise<Issuer> {
  const folder = join(dataDir, 'identity');
  const [privateFile, publicFile] = [join(folder, 'private.jwk'), join(folder, 'jwks.json')];
  await mkdir(folder, { recursive: true, mode: 0o700 });
  if (!existsSync(privateFile) || !existsSync(publicFile)) await makeKeys(privateFile, publicFile);
  const jwk: JWK = JSON.parse(await readFile(privateFile, 'utf8'));
  const key = await importJWK(jwk, ALGORITHM);

  return {
    jwksUrl: pathToFileURL(publicFile).href,
    mint({ subject, expiresIn, ...claims }) {
      const now = Math.floor(Date.now() / 1_000);
      // A claim that is undefined is not in the JSON.
      return new SignJWT(claims)
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
  await put(privateFile, { ...(await exportJWK(pair.privateKey)), ...common });
  await put(publicFile, { keys: [{ ...publicJwk, ...common }] });
}

/** Writes a file for its owner, atomically: a reader never sees half of it. */
async function put(file: string, content: unknown): Promise<void> {
  await writeFile(`${file}.new`, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 });
  await rename(`${file}.new`, file);
}
