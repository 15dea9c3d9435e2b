import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { runInNewContext } from 'node:vm';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { readConfiguredServers } from '../../embedded/launcher/configured-servers.ts';
import { usersOf } from '../../embedded/launcher/settings-table.ts';
import { natsServer } from '../../embedded/nats/server.ts';
import { plainEnvironment } from '../../embedded/process/command.ts';
import { createPorts } from '../../embedded/process/ports.ts';
import { SERVER_NAMES, type ServerName } from '../../embedded/server.ts';
import { startServers } from '../../embedded/testing.ts';
import { errorMessage } from '../../platform/errors.ts';
import { createStreams } from '../../platform/messaging/jetstream/create-streams.ts';
import { eventually } from '../../platform/testing/eventually.ts';
import { CONTEXTS } from '../../schema/events/contexts.ts';
import { ROOT } from '../run.ts';
import { passwordVariables, renderCredentials } from './credentials.ts';
import { writeCredentials } from './write-credentials.ts';

const read = (file: string) => readFile(join(ROOT, file), 'utf8');

const composeFile = z.object({
  services: z.record(
    z.string(),
    z.object({ environment: z.record(z.string(), z.string()).optional(), ports: z.array(z.string()) }),
  ),
});

/** The variables of a file as `.env` has them. */
function variablesIn(text: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    [...text.matchAll(/^(\w+)='([^']*)'$/gm)].map(([, name, value]) => [name, value]),
  );
}

let folder: string;
let credentials: Readonly<Record<string, string>>;
let services: z.infer<typeof composeFile>['services'];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'meetingroom-containers-'));
  credentials = variablesIn(renderCredentials());
  services = composeFile.parse(parse(await read('docker-compose.yml'))).services;
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const of = (server: ServerName) =>
  Object.fromEntries(passwordVariables(server).map((name) => [name, credentials[name] ?? '']));

describe('docker-compose.yml', () => {
  test.each(SERVER_NAMES)('gives %s the passwords of its users, none of which has a default', (server) => {
    const secrets = Object.values(services[server]?.environment ?? {}).filter((value) =>
      value.includes('PASSWORD'),
    );
    expect(secrets.toSorted()).toEqual(
      passwordVariables(server)
        .map((name) => `\${${name}:?run npm run credentials}`)
        .toSorted(),
    );
  });

  test('publishes ports on the loopback only', () => {
    const ports = Object.values(services).flatMap((each) => each.ports);
    expect(ports.length).toBeGreaterThan(SERVER_NAMES.length);
    expect(ports.filter((port) => !/^127\.0\.0\.1:\d+:\d+$/.test(port))).toEqual([]);
  });
});

describe('npm run credentials', () => {
  test('makes a password for each user, and the addresses that the launcher takes', () => {
    const passwords = SERVER_NAMES.flatMap((server) => Object.values(of(server)));
    expect(new Set(passwords).size).toBe(passwords.length);
    expect(passwords.filter((password) => !/^p[0-9a-f]{48}$/.test(password))).toEqual([]);
    const configured = readConfiguredServers(credentials);
    for (const server of SERVER_NAMES) {
      expect([...(configured[server]?.users ?? [])]).toEqual(usersOf(server));
      const urls = [undefined, ...usersOf(server)].map((user) => configured[server]?.url(user) ?? '');
      expect(new Set(urls.map((url) => new URL(url).password)).size).toBe(urls.length);
    }
  });

  test('writes a file for its owner, and keeps one that is there', async () => {
    const file = join(folder, '.env');
    expect(await writeCredentials(file)).toBe(true);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    const text = await readFile(file, 'utf8');
    expect(await writeCredentials(file)).toBe(false);
    expect(await readFile(file, 'utf8')).toBe(text);
  });

  test('writes what a shell reads', async () => {
    const file = join(folder, 'shell.env');
    await writeCredentials(file);
    const script = `set -a && . '${file}' && exec '${process.execPath}' -p 'JSON.stringify(process.env)'`;
    const { stdout } = await promisify(execFile)('sh', ['-c', script], { env: plainEnvironment() });
    expect(JSON.parse(stdout)).toMatchObject(variablesIn(await readFile(file, 'utf8')));
  });
});

describe('the files of the containers', { timeout: 60_000 }, () => {
  test('NATS takes its configuration, and nobody without a password', async () => {
    const port = await createPorts().next();
    const { unit } = await natsServer({ dataDir: folder, port, say: () => {} });
    const text = (await read('containers/nats/nats.conf'))
      .replace('0.0.0.0:4222', `127.0.0.1:${port}`)
      .replace('"/data"', JSON.stringify(join(folder, 'streams')));
    const config = join(folder, 'nats.conf');
    await writeFile(config, text);
    const env = { ...plainEnvironment(), ...of('nats') };
    const { file } = unit.command;
    const checked = await promisify(execFile)(file, ['-t', '-c', join(ROOT, 'containers/nats/nats.conf')], {
      env,
    });
    expect(checked.stderr).toContain('is valid');
    await expect(
      promisify(execFile)(file, ['-t', '-c', config], { env: { ...env, ROOM_NATS_PASSWORD: undefined } }),
    ).rejects.toThrow('ROOM_NATS_PASSWORD');

    const server = spawn(file, ['-c', config], { env, stdio: 'ignore' });
    try {
      const urlOf = (user: string, password = '') => `nats://${user}:${password}@127.0.0.1:${port}`;
      await eventually(() =>
        createStreams({ url: urlOf('operator', credentials.OPERATOR_NATS_PASSWORD) }, CONTEXTS),
      );
      const asBooking = createStreams({ url: urlOf('booking', credentials.BOOKING_NATS_PASSWORD) }, [
        'ROOM2',
      ]);
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

  test('PostgreSQL gets a role for each service, which reaches its own database only', async () => {
    await using servers = await startServers({ postgres: true });
    const admin = new pg.Client({ connectionString: servers.url('postgres') });
    await admin.connect();
    for (const statement of statementsOf(await read('containers/postgres/roles.sql'), of('postgres')))
      await admin.query(statement);
    await admin.end();

    const urlOf = (role: string, database: string) => {
      const url = new URL(servers.url('postgres'));
      url.username = role;
      url.password = credentials[`${role.toUpperCase()}_DATABASE_PASSWORD`] ?? '';
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
    runInNewContext(script, { db, process: { env: of('mongodb') } });
    expect(asked).toEqual(
      usersOf('mongodb').map((name) => {
        const pwd = credentials[`${name.toUpperCase()}_MONGODB_PASSWORD`];
        return [name, { user: name, pwd, roles: [{ role: 'readWrite', db: name }] }];
      }),
    );
    expect(() => runInNewContext(script, { db, process: { env: {} } })).toThrow(
      'ROOM_MONGODB_PASSWORD is not set',
    );
  });
});

/** What psql would send of a script with `\getenv` and variables. */
function statementsOf(script: string, env: Readonly<Record<string, string>>): readonly string[] {
  const variables = new Map<string, string>();
  return script.split('\n').flatMap((line) => {
    const [, name = '', from = ''] = /^\\getenv (\w+) (\w+)$/.exec(line) ?? [];
    if (name !== '') variables.set(name, env[from] ?? '');
    if (/^(?:\\|--|$)/.test(line)) return [];
    return [line.replaceAll(/:'(\w+)'/g, (_, each) => pg.escapeLiteral(variables.get(each) ?? ''))];
  });
}

async function tryQuery(connectionString: string, sql: string): Promise<string> {
  const client = new pg.Client({ connectionString });
  try {
    await client.connect();
    await client.query(sql);
    return 'done';
  } catch (error) {
    return errorMessage(error);
  } finally {
    await client.end();
  }
}
