import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { runInNewContext } from 'node:vm';
import { createLocalJWKSet, jwtVerify } from 'jose';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { LOCAL_ISSUER } from '../../embedded/issuer.ts';
import { readConfiguredServers } from '../../embedded/launcher/configured-servers.ts';
import { SERVICES } from '../../embedded/launcher/services.ts';
import { urlVariableOf, usersOf } from '../../embedded/launcher/settings-table.ts';
import { natsServer } from '../../embedded/nats/server.ts';
import { OPERATOR } from '../../embedded/nats/users.ts';
import { plainEnvironment } from '../../embedded/process/command.ts';
import { freePort } from '../../embedded/process/port-allocator.ts';
import { SERVER_NAMES } from '../../embedded/server.ts';
import { startServers } from '../../embedded/testing.ts';
import { errorMessage } from '../../platform/errors.ts';
import { createStreams } from '../../platform/messaging/jetstream/create-streams.ts';
import { eventually } from '../../platform/testing/eventually.ts';
import { query } from '../../platform/testing/postgres/query.ts';
import { CONTEXTS } from '../../schema/events/contexts.ts';
import { ROOT } from '../run.ts';
import { addressFileOf, KEYS_FILE, NATS_PASSWORDS_FILE, passwordFileOf, tokenFileOf } from './credentials.ts';
import { writeCredentials } from './write-credentials.ts';

const read = (file: string) => readFile(join(ROOT, file), 'utf8');

/** The variables of a file that a shell reads. */
function variablesIn(text: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    [...text.matchAll(/^(\w+)='([^']*)'$/gm)].map(([, name, value]) => [name, value]),
  );
}

let folder: string;
let credentials: string;
let secrets: Readonly<Record<string, string>>;
let addresses: Readonly<Record<string, string>>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'meetingroom-containers-'));
  credentials = join(folder, 'credentials');
  expect(await writeCredentials(credentials)).toBe(true);
  const names = await readdir(join(credentials, 'secrets'));
  const read = (name: string) => readFile(join(credentials, 'secrets', name), 'utf8');
  secrets = Object.fromEntries(
    await Promise.all(names.map(async (name) => [name, (await read(name)).trim()] as const)),
  );
  addresses = variablesIn(await readFile(join(credentials, 'addresses.env'), 'utf8'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const passwordOf = (server: 'postgres' | 'mongodb', name: string) =>
  secrets[passwordFileOf({ server, name })] ?? '';

describe('npm run credentials', () => {
  test('makes a password for each user, and the addresses that the launcher takes', () => {
    const configured = readConfiguredServers(addresses);
    for (const server of SERVER_NAMES) {
      expect([...(configured[server]?.users ?? [])]).toEqual(usersOf(server));
      const urls = [undefined, ...usersOf(server)].map((user) => configured[server]?.url(user) ?? '');
      const passwords = urls.map((url) => new URL(url).password);
      expect(new Set(passwords).size).toBe(urls.length);
      expect(passwords.filter((password) => !/^p[0-9a-f]{48}$/.test(password))).toEqual([]);
    }
  });

  test('gives each user the same password inside and outside of the containers', () => {
    for (const server of SERVER_NAMES)
      for (const name of usersOf(server)) {
        const inside = new URL(secrets[addressFileOf({ server, name })] ?? '');
        const outside = new URL(addresses[urlVariableOf(name, server)] ?? '');
        expect(inside.hostname).toBe(server);
        outside.hostname = inside.hostname;
        expect(outside.href).toBe(inside.href);
      }
  });

  test('makes a token for each service, which the published keys verify', async () => {
    const keys = createLocalJWKSet(JSON.parse(secrets[KEYS_FILE] ?? ''));
    for (const { name } of SERVICES) {
      const { payload } = await jwtVerify(secrets[tokenFileOf(name)] ?? '', keys, LOCAL_ISSUER);
      expect(payload).toMatchObject({ sub: name, role: 'service' });
    }
  });

  test('lets nobody but the owner into the folder, and the programs in containers read their secrets', async () => {
    const modeOf = async (...path: string[]) => (await stat(join(credentials, ...path))).mode & 0o777;
    expect(await modeOf()).toBe(0o700);
    expect(await modeOf('addresses.env')).toBe(0o600);
    expect(await modeOf('identity', 'private.jwk')).toBe(0o600);
    for (const name of Object.keys(secrets)) expect(await modeOf('secrets', name)).toBe(0o444);
  });

  test('keeps a folder that is there', async () => {
    expect(await writeCredentials(credentials)).toBe(false);
    expect(variablesIn(await readFile(join(credentials, 'addresses.env'), 'utf8'))).toEqual(addresses);
  });

  test('writes what a shell reads', async () => {
    const file = join(credentials, 'addresses.env');
    const script = `set -a && . '${file}' && exec '${process.execPath}' -p 'JSON.stringify(process.env)'`;
    const { stdout } = await promisify(execFile)('sh', ['-c', script], { env: plainEnvironment() });
    expect(JSON.parse(stdout)).toMatchObject(addresses);
  });
});

describe('the files of the containers', { timeout: 60_000 }, () => {
  test('NATS takes its configuration, and nobody without a password', async () => {
    const port = await freePort();
    const { unit } = await natsServer({ dataDir: folder, port, say: () => {} });
    const text = (await read('containers/nats/nats.conf'))
      .replace('0.0.0.0:4222', `127.0.0.1:${port}`)
      .replace(/^http: .*$/m, '')
      .replace('"/data"', JSON.stringify(join(folder, 'streams')));
    const config = join(folder, 'nats.conf');
    const passwords = join(folder, `${NATS_PASSWORDS_FILE}.conf`);
    await writeFile(config, text);
    const { file } = unit.command;
    const validate = () => promisify(execFile)(file, ['-t', '-c', config], { env: plainEnvironment() });
    await writeFile(passwords, (secrets[NATS_PASSWORDS_FILE] ?? '').replace(/^ROOM_.*$/m, ''));
    await expect(validate()).rejects.toThrow('ROOM_NATS_PASSWORD');
    await writeFile(passwords, secrets[NATS_PASSWORDS_FILE] ?? '');
    expect((await validate()).stderr).toContain('is valid');

    const server = spawn(file, ['-c', config], { env: plainEnvironment(), stdio: 'ignore' });
    try {
      const urlOf = (user: string, password?: string) => {
        const url = new URL(secrets[addressFileOf({ server: 'nats', name: user })] ?? '');
        url.host = `127.0.0.1:${port}`;
        if (password !== undefined) url.password = password;
        return url.href;
      };
      await eventually(() => createStreams({ url: urlOf(OPERATOR) }, CONTEXTS));
      const asBooking = createStreams({ url: urlOf('booking') }, ['ROOM2']);
      await expect(asBooking).rejects.toThrow(/Permissions Violation|timeout/i);
      await expect(createStreams({ url: urlOf('booking', 'guessed') }, CONTEXTS)).rejects.toThrow(
        'NATS refuses',
      );
      await expect(createStreams({ url: `nats://127.0.0.1:${port}` }, CONTEXTS)).rejects.toThrow(
        'NATS refuses',
      );
    } finally {
      server.kill('SIGTERM');
      await once(server, 'exit');
    }
  });

  test('NATS takes the configuration of Kubernetes, with the name of its pod', async () => {
    const { unit } = await natsServer({ dataDir: folder, port: await freePort(), say: () => {} });
    const place = await mkdtemp(join(folder, 'kubernetes-'));
    const config = join(place, 'nats.conf');
    await writeFile(config, await read('deploy/k8s/stores/base/nats.conf'));
    await writeFile(join(place, `${NATS_PASSWORDS_FILE}.conf`), secrets[NATS_PASSWORDS_FILE] ?? '');
    const validate = (env: Readonly<Record<string, string>>) =>
      promisify(execFile)(unit.command.file, ['-t', '-c', config], {
        env: { ...plainEnvironment(), ...env },
      });
    await expect(validate({})).rejects.toThrow('POD_NAME');
    expect((await validate({ POD_NAME: 'nats-0' })).stderr).toContain('is valid');
  });

  test('PostgreSQL gets a role for each service, which reaches its own database only', async () => {
    await using servers = await startServers({ postgres: true });
    for (const statement of statementsOf(await read('containers/postgres/roles.sql')))
      await query(servers.url('postgres'), statement);

    const urlOf = (role: string, database: string) => {
      const url = new URL(servers.url('postgres'));
      url.username = role;
      url.password = passwordOf('postgres', role);
      url.pathname = `/${database}`;
      return url.href;
    };
    for (const role of usersOf('postgres')) {
      expect(await tryQuery(urlOf(role, role), 'CREATE EXTENSION btree_gist')).toBe('done');
      expect(await tryQuery(urlOf(role, role), 'CREATE ROLE another')).toContain('permission denied');
      const others = ['postgres', ...usersOf('postgres')].filter((each) => each !== role);
      for (const other of others)
        expect(await tryQuery(urlOf(role, other), 'SELECT')).toContain('permission denied for database');
    }
  });

  /** The embedded engine has no users, so that this shows what the script asks a server for. */
  test('MongoDB gets a user for each service, who may read and write its own database', async () => {
    const script = await read('containers/mongodb/users.js');
    const asked: (readonly [database: string, user: unknown])[] = [];
    const db = {
      getSiblingDB: (name: string) => ({ createUser: (user: unknown) => asked.push([name, user]) }),
    };
    const run = (contentOf: (file: string) => string) =>
      runInNewContext(script, { db, require: () => ({ readFileSync: contentOf }) });
    run((file) => `${secrets[file.replace('/run/secrets/', '')]}\n`);
    expect(asked).toEqual(
      usersOf('mongodb').map((name) => [
        name,
        { user: name, pwd: passwordOf('mongodb', name), roles: [{ role: 'readWrite', db: name }] },
      ]),
    );
    expect(() => run(() => '\n')).toThrow('/run/secrets/room_mongodb_password is empty');
  });
});

/** What psql would send of a script that sets variables to the contents of secrets. */
function statementsOf(script: string): readonly string[] {
  const variables = new Map<string, string>();
  return script.split('\n').flatMap((line) => {
    const [, name = '', file = ''] = /^\\set (\w+) `cat \/run\/secrets\/(\w+)`$/.exec(line) ?? [];
    if (name !== '') variables.set(name, secrets[file] ?? '');
    if (/^(?:\\|--|$)/.test(line)) return [];
    return [line.replaceAll(/:'(\w+)'/g, (_, each) => pg.escapeLiteral(variables.get(each) ?? ''))];
  });
}

async function tryQuery(connectionString: string, sql: string): Promise<string> {
  try {
    await query(connectionString, sql);
    return 'done';
  } catch (error) {
    return errorMessage(error);
  }
}
