import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { ROUTER, SERVICES, SIMULATOR } from '../../embedded/launcher/services.ts';
import { usersOf } from '../../embedded/launcher/settings-table.ts';
import { SERVER_NAMES } from '../../embedded/server.ts';
import { WEBHOOK_EVENTS } from '../../subgraphs/payment/store/stripe-events.ts';
import { createCredentials } from '../containers/credentials.ts';
import { ROOT } from '../run.ts';
import { checkDeployment } from './check.ts';
import { readCode } from './code.ts';
import { parseCompose, readCompose, readImageDefaults, workloadsOf } from './compose.ts';
import { programOf, type Workload } from './workload.ts';

const compose = readCompose();
const { services } = compose;
const workloads = workloadsOf(compose, readImageDefaults());
const secrets = new Set(Object.keys(createCredentials({ tokens: {}, keys: '' }).secrets));
const code = readCode();

/** The services whose containers are on a network. */
const membersOf = (network: string) =>
  Object.keys(services).filter((name) => services[name]?.networks.includes(network));

describe('docker-compose.yml', () => {
  test('names only what exists in the code', () => {
    expect(checkDeployment({ workloads, secrets }, code)).toEqual([]);
  });

  test('declares the secrets that npm run credentials writes, and has a use for each', () => {
    expect(Object.keys(compose.secrets).toSorted()).toEqual([...secrets].toSorted());
    for (const [name, { file }] of Object.entries(compose.secrets))
      expect(file).toBe(`\${CONTAINERS_DIR:-.containers}/secrets/${name}`);
    const used = workloads.flatMap(({ files }) =>
      files.flatMap(({ from }) => ('secret' in from ? [from.secret] : [])),
    );
    expect([...new Set(used)].toSorted()).toEqual([...secrets].toSorted());
  });

  test('has a network for each store, with those who use it and nobody else', () => {
    for (const server of SERVER_NAMES) {
      const makers = server === 'nats' ? ['streams'] : [];
      expect(membersOf(server).toSorted()).toEqual([server, ...usersOf(server), ...makers].toSorted());
    }
    expect(membersOf('provider').toSorted()).toEqual(['payment', SIMULATOR.name]);
    const together = [...SERVICES.map(({ name }) => name), ROUTER.name];
    expect(membersOf('graph').toSorted()).toEqual(together.toSorted());
    expect(membersOf('edge').filter((name) => SERVER_NAMES.some((each) => each === name))).toEqual([]);
    expect(Object.keys(compose.networks).toSorted()).toEqual(
      [...new Set(Object.values(services).flatMap(({ networks }) => networks))].toSorted(),
    );
  });

  test('lets a container reach those whose addresses it has', () => {
    for (const { name, environment } of workloads)
      for (const value of Object.values(environment)) {
        const target = services[URL.parse(value)?.hostname ?? ''];
        const shared = target?.networks.filter((each) => services[name]?.networks.includes(each));
        expect(shared?.length, `${name} to ${value}`).not.toBe(0);
      }
  });

  test('publishes ports on the loopback only', () => {
    const ports = Object.values(services).flatMap((each) => each.ports);
    expect(ports.length).toBeGreaterThan(SERVER_NAMES.length);
    expect(ports.filter((port) => !/^127\.0\.0\.1:(\d+|\$\{PORT:-\d+\}):\d+$/.test(port))).toEqual([]);
  });

  test('starts a container after what it needs', () => {
    for (const { name, needs } of [...SERVICES, ROUTER]) {
      const before = Object.keys(services[name]?.depends_on ?? {});
      const expected = needs.map((need) => (need === 'nats' ? 'streams' : need));
      expect(before).toEqual(expect.arrayContaining(expected));
    }
    expect(Object.keys(services[ROUTER.name]?.depends_on ?? {})).toEqual(
      expect.arrayContaining(SERVICES.map(({ name }) => name)),
    );
  });

  test('has Prometheus read each program that has metrics', () => {
    const config = z.object({
      scrape_configs: z.array(
        z.object({ static_configs: z.array(z.object({ targets: z.array(z.string()) })) }),
      ),
    });
    const text = readFileSync(join(ROOT, 'deploy/observability/prometheus.yml'), 'utf8');
    const targets = config
      .parse(parse(text))
      .scrape_configs.flatMap((job) => job.static_configs.flatMap((each) => each.targets));
    const serving = workloads.filter(({ environment }) => environment.METRICS_PORT !== undefined);
    expect(targets.toSorted()).toEqual(
      serving.map(({ name, environment }) => `${name}:${environment.METRICS_PORT}`).toSorted(),
    );
    expect(membersOf('metrics').toSorted()).toEqual(
      ['prometheus', ...serving.map(({ name }) => name)].toSorted(),
    );
  });

  test('subscribes to the webhooks that payment reads', () => {
    expect(services[SIMULATOR.name]?.environment.PSP_WEBHOOK_EVENTS).toBe(WEBHOOK_EVENTS.join(','));
  });

  test('has them listed for an endpoint at Stripe', () => {
    const text = readFileSync(join(ROOT, 'docs/operations.md'), 'utf8');
    const [list] = /^At Stripe, .*?\. What/ms.exec(text) ?? [];
    expect(list?.match(/(?<=`)[a-z_]+\.[a-z_.]+(?=`)/g)).toEqual(WEBHOOK_EVENTS);
  });

  test('is refused with a container that may write to its root or has no limits', () => {
    const text = readFileSync(join(ROOT, 'docker-compose.yml'), 'utf8');
    expect(() => parseCompose(text.replace('read_only: true', 'read_only: false'))).toThrow('read_only');
    expect(() => parseCompose(text.replaceAll(/deploy: .*/g, ''))).toThrow('deploy');
  });
});

test('F9 Container images: the Dockerfile runs programs as a user without rights, and exposes the port that they listen on', () => {
  const lines = readFileSync(join(ROOT, 'Dockerfile'), 'utf8').split('\n');
  const last = (word: string) => lines.findLast((line) => line.startsWith(`${word} `));
  expect(last('USER')).toBe('USER node');
  expect(last('EXPOSE')).toBe(`EXPOSE ${readImageDefaults().environment.PORT}`);
  expect(last('FROM')).toBe('FROM node:24-bookworm-slim');
  expect(lines.filter((line) => /^#\s*syntax=/.test(line))).toEqual([]);
});

describe('the check', () => {
  const find = (name: string): Workload => {
    const found = workloads.find((each) => each.name === name);
    if (!found) throw new Error(`${name} is not in docker-compose.yml`);
    return found;
  };
  const booking = find('booking');
  /** What is wrong once `booking` is changed. */
  const problemsOf = (change: Partial<Workload>) =>
    checkDeployment(
      { workloads: workloads.map((each) => (each === booking ? { ...booking, ...change } : each)), secrets },
      code,
    );
  const environment = (more: Readonly<Record<string, string>>) => ({
    environment: { ...booking.environment, ...more },
  });

  test.each<readonly [string, Partial<Workload>, string]>([
    [
      'a program',
      { command: ['node', 'subgraphs/booking/start.ts'] },
      'Nothing runs subgraphs/booking/main.ts',
    ],
    ['a variable', environment({ HOLD_LIMITS: '1m' }), 'booking has HOLD_LIMITS, which'],
    [
      'the variable of a file',
      environment({ DATABASE_URI_FILE: '/run/secrets/jwks' }),
      'has DATABASE_URI_FILE',
    ],
    ['a variable that is missing', environment({ PAYMENT_URL: '' }), 'booking lacks PAYMENT_URL'],
    ['a host', environment({ PAYMENT_URL: 'http://payments:4000/graphql' }), 'where nothing runs'],
    ['a port', environment({ PAYMENT_URL: 'http://payment:4001/graphql' }), 'payment listens on 4000'],
    ['a path', environment({ PAYMENT_URL: 'http://payment:4000/graph' }), 'payment does not serve /graph'],
    ['a file', environment({ JWKS_URL: 'file:///run/secrets/keys' }), 'booking has no /run/secrets/keys'],
    ['a secret', { files: [{ path: '/a', from: { secret: 'a' } }] }, 'secret a, which nobody makes'],
    [
      'the secret of another',
      { files: [...booking.files, { path: '/a', from: { secret: 'room_nats_url' } }] },
      'which is that of room',
    ],
    ['a mounted file', { files: [...booking.files, { path: '/a', from: { project: 'a' } }] }, 'has a, which'],
    ['the port of a probe', { probes: [{ port: 1, path: '/health/ready' }] }, 'is asked at 1'],
    ['the path of a probe', { probes: [{ port: 4_000, path: '/health' }] }, 'is asked for /health,'],
    ['the time to stop', { graceMs: 10_000 }, 'booking has 10000 ms to stop'],
  ])('finds a mistake in %s', (_, change, problem) => {
    expect(problemsOf(change).join('\n')).toContain(problem);
  });

  test('covers every program that is deployed', () => {
    const programs = new Set(workloads.map(programOf));
    expect([...SERVICES, ROUTER, SIMULATOR].filter(({ main }) => !programs.has(main))).toEqual([]);
  });
});
