import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { nkeys } from 'nats';
import pino from 'pino';
import { afterEach, describe, expect, test } from 'vitest';
import { eventually } from '../../testing/eventually.ts';
import { CERTIFICATE, type OwnNats, startOwnNats } from '../../testing/nats-server.ts';
import { connectNats, type NatsLink, NotEncrypted } from './connection.ts';
import type { NatsSettings } from './settings.ts';

const SECRET = 'sec-ret/with@signs';
const ENCODED = encodeURIComponent(SECRET);
const WRONG = 'wrong-one';
const { certFile, keyFile } = CERTIFICATE;
const TLS = `tls { cert_file: ${JSON.stringify(certFile)}, key_file: ${JSON.stringify(keyFile)} }`;
const USERS = `authorization { users = [{ user: "booking", password: ${JSON.stringify(SECRET)} }] }`;

const open: AsyncDisposable[] = [];
afterEach(async () => {
  for (const each of open.splice(0).reverse()) await each[Symbol.asyncDispose]();
});

async function start(...lines: readonly string[]): Promise<OwnNats> {
  const server = await startOwnNats(lines);
  open.push(server);
  return server;
}

/** Connects, and collects what is logged. */
function connectTo(settings: NatsSettings): { readonly link: NatsLink; readonly logged: () => string } {
  const lines: string[] = [];
  const log = pino({ level: 'trace' }, { write: (line: string) => void lines.push(line) });
  const link = connectNats({ ...settings, name: 'test', log });
  open.push({ [Symbol.asyncDispose]: () => link.close() });
  return { link, logged: () => lines.join('') };
}

describe('credentials', () => {
  test.each([
    ['a user in the address', (port: number) => ({ url: `nats://booking:${ENCODED}@127.0.0.1:${port}` })],
    [
      'a user in settings',
      (port: number) => ({ url: `nats://127.0.0.1:${port}`, user: 'booking', password: SECRET }),
    ],
  ])('%s is let in', async (_, settings) => {
    const { port } = await start(USERS);
    const { link, logged } = connectTo(settings(port));
    const { connection } = await link.client;
    await connection.flush();
    expect(link.refusal()).toBeUndefined();
    expect(logged()).not.toContain(SECRET);
    expect(logged()).not.toContain(ENCODED);
  });

  test.each([
    [
      'a wrong password',
      `booking:${WRONG}@`,
      'NATS refuses the user booking: the user or its password is wrong',
    ],
    ['a stranger', '', 'NATS refuses a client without credentials: it does not know these credentials'],
    ['a wrong token', `${WRONG}@`, 'NATS refuses the token: it does not know these credentials'],
  ])('%s is named as such, once and without the secret', async (_, info, refusal) => {
    const { port, configure } = await start(USERS);
    const { link, logged } = connectTo({ url: `nats://${info}127.0.0.1:${port}` });
    await eventually(() => expect(link.refusal()).toBe(refusal));
    expect(link.isConnected()).toBe(false);
    // Once the server knows it, it gets in: a password may be changed in any order.
    await configure(
      info === ''
        ? []
        : info.includes(':')
          ? [USERS.replace(JSON.stringify(SECRET), `"${WRONG}"`)]
          : [`authorization { token: "${WRONG}" }`],
    );
    await link.client;
    expect(link.refusal()).toBeUndefined();
    expect(logged().split(refusal)).toHaveLength(2);
    expect(logged()).not.toContain(WRONG);
  });

  test('a password that is changed while connected is named, and used again when it is back', async () => {
    const { port, configure } = await start(USERS);
    const { link, logged } = connectTo({ url: `nats://booking:${ENCODED}@127.0.0.1:${port}` });
    await link.client;
    await configure(['authorization { users = [{ user: "booking", password: "another" }] }']);
    await eventually(() => expect(link.refusal()).toMatch(/refuses the user booking/));
    await configure([USERS]);
    await eventually(() => expect(link.isConnected()).toBe(true));
    expect(link.refusal()).toBeUndefined();
    expect(logged()).not.toContain(SECRET);
  });

  test('a token', async () => {
    const { port } = await start(`authorization { token: "${SECRET}" }`);
    await connectTo({ url: `nats://127.0.0.1:${port}`, token: SECRET }).link.client;
    await connectTo({ url: `nats://${ENCODED}@127.0.0.1:${port}` }).link.client;
  });

  test('the seed of an NKEY', async () => {
    const pair = nkeys.createUser();
    const { port, folder } = await start(`authorization { users = [{ nkey: ${pair.getPublicKey()} }] }`);
    const nkeyFile = join(folder, 'user.nk');
    await writeFile(nkeyFile, `${new TextDecoder().decode(pair.getSeed())}\n`);
    await connectTo({ url: `nats://127.0.0.1:${port}`, nkeyFile }).link.client;
  });

  test('a credentials file', async () => {
    const [operator, account, user] = [nkeys.createOperator(), nkeys.createAccount(), nkeys.createUser()];
    const operatorJwt = tokenOf(operator, operator, { type: 'operator', version: 2 });
    const accountJwt = tokenOf(operator, account, {
      type: 'account',
      version: 2,
      limits: {
        subs: -1,
        data: -1,
        payload: -1,
        imports: -1,
        exports: -1,
        wildcards: true,
        conn: -1,
        leaf: -1,
      },
    });
    const userJwt = tokenOf(account, user, { type: 'user', version: 2, subs: -1, data: -1, payload: -1 });
    const { port, folder } = await start(
      `operator: ${operatorJwt}`,
      'resolver: MEMORY',
      `resolver_preload: { ${account.getPublicKey()}: ${accountJwt} }`,
    );
    const credsFile = join(folder, 'user.creds');
    const part = (name: string, text: string) =>
      `-----BEGIN ${name}-----\n${text}\n------END ${name}------\n\n`;
    const seed = new TextDecoder().decode(user.getSeed());
    await writeFile(credsFile, part('NATS USER JWT', userJwt) + part('USER NKEY SEED', seed));
    await connectTo({ url: `nats://127.0.0.1:${port}`, credsFile }).link.client;
  });
});

describe('TLS', () => {
  test('is used with the given authority, and with a certificate of the client', async () => {
    const { port, configure } = await start(TLS);
    const first = connectTo({ url: `tls://localhost:${port}`, caFile: certFile });
    await first.link.client;
    await configure([
      `tls { cert_file: ${JSON.stringify(certFile)}, key_file: ${JSON.stringify(keyFile)}, ca_file: ${JSON.stringify(certFile)}, verify: true }`,
    ]);
    await connectTo({ url: `nats://localhost:${port}`, caFile: certFile, certFile, keyFile }).link.client;
  });

  test('a server with an unknown certificate is not talked to', async () => {
    const { port } = await start(TLS);
    const { link, logged } = connectTo({ url: `tls://booking:${ENCODED}@localhost:${port}` });
    await eventually(() => expect(logged()).toMatch(/cannot connect to NATS yet/));
    expect(link.isConnected()).toBe(false);
    expect(logged()).toMatch(/self-signed certificate/);
    expect(logged()).not.toContain(ENCODED);
  });

  test.each([
    ['tls:// asks for it', {}, 'tls'],
    ['an authority asks for it', { caFile: certFile }, 'nats'],
  ])('a server without it is refused where %s', async (_, files, scheme) => {
    const { port } = await start(USERS);
    const { link, logged } = connectTo({ url: `${scheme}://booking:${ENCODED}@localhost:${port}`, ...files });
    await expect(link.client).rejects.toThrow(NotEncrypted);
    await expect(link.client).rejects.toThrow(`NATS at localhost:${port} has no TLS`);
    expect(logged()).not.toContain(ENCODED);
  });
});

/** A JWT as NATS writes it, of `subject` and signed by `issuer`. */
function tokenOf(
  issuer: ReturnType<typeof nkeys.createUser>,
  subject: ReturnType<typeof nkeys.createUser>,
  nats: object,
): string {
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const claims = {
    jti: randomUUID(),
    iat: Math.floor(Date.now() / 1_000),
    iss: issuer.getPublicKey(),
    name: 'test',
    sub: subject.getPublicKey(),
    nats,
  };
  const text = `${encode({ typ: 'JWT', alg: 'ed25519-nkey' })}.${encode(claims)}`;
  return `${text}.${Buffer.from(issuer.sign(new TextEncoder().encode(text))).toString('base64url')}`;
}
