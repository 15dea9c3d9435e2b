import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ROUTER, SERVICES, SIMULATOR } from './launcher/services.ts';
import { PROJECT_ROOT } from './paths.ts';

/** What no output may contain. Each secret has it. */
const SECRET = 's3cr3t';
/** Nothing listens there. */
const NOWHERE = '127.0.0.1:1';

type Environment = Readonly<Record<string, string>>;
/** What is wrong with some variables at once. A program names each of them. */
type Fault = { readonly what: string; readonly variables: readonly string[]; readonly env: Environment };

/** The secrets of all programs; `wrong` are values that are refused at the start. */
const SECRETS: Readonly<Record<string, { readonly valid: string; readonly wrong: readonly string[] }>> = {
  DATABASE_URL: urlOf('postgres', 'postgre'),
  MONGODB_URL: urlOf('mongodb', 'mongo'),
  NATS_URL: urlOf('nats', 'nat'),
  JWKS_URL: urlOf('https', 'htps'),
  SMTP_URL: urlOf('smtp', 'stmp'),
  SERVICE_TOKEN: { valid: SECRET, wrong: [] },
  STRIPE_API_KEY: { valid: `sk_test_${SECRET}`, wrong: [] },
  STRIPE_WEBHOOK_SECRET: { valid: `whsec_${SECRET}`, wrong: [] },
};

function urlOf(scheme: string, misspelt: string) {
  const rest = `us:${SECRET}@${NOWHERE}`;
  return {
    valid: `${scheme}://${rest}`,
    wrong: [`${SECRET} x`, `${misspelt}://${rest}`, `${scheme}//${rest}`],
  };
}

/** A program with the secrets that it needs and those that it may have. */
type Program = {
  readonly name: string;
  readonly main: string;
  readonly needs: readonly string[];
  readonly takes?: readonly string[];
  readonly env?: Environment;
};

const SHARED = ['NATS_URL', 'JWKS_URL', 'SERVICE_TOKEN'];
const NEIGHBOURS = ['PAYMENT_URL', 'SUPPLIES_URL', 'BOOKING_URL'];

const PROGRAMS: readonly Program[] = [
  ...SERVICES.map(({ name, main, needs }) => ({
    name,
    main,
    needs: [
      ...SHARED,
      needs.includes('mongodb') ? 'MONGODB_URL' : 'DATABASE_URL',
      ...(needs.includes(SIMULATOR.name) ? ['STRIPE_API_KEY', 'STRIPE_WEBHOOK_SECRET'] : []),
    ],
    takes: name === 'notification' ? ['SMTP_URL'] : [],
    env: Object.fromEntries(NEIGHBOURS.map((each) => [each, `http://${NOWHERE}/`])),
  })),
  {
    name: ROUTER.name,
    main: ROUTER.main,
    needs: ['JWKS_URL'],
    takes: ['NATS_URL'],
    env: { SUPERGRAPH: 'schema/supergraph.graphql', ROUTER_CONFIG: 'schema/router.yaml' },
  },
  {
    name: SIMULATOR.name,
    main: SIMULATOR.main,
    needs: ['STRIPE_API_KEY', 'STRIPE_WEBHOOK_SECRET'],
    env: { WEBHOOK_URL: `http://${NOWHERE}/` },
  },
];

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'closed-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** Every setting that a program needs or takes, with a valid value. */
function completeEnvironment({ needs, takes = [], env }: Program): Environment {
  const secrets = [...needs, ...takes].map((name) => [name, SECRETS[name]?.valid ?? '']);
  return { ...env, ...Object.fromEntries(secrets) };
}

/** The secrets of a program missing, misspelt and wrong in each way. */
function faultsOf(program: Program): readonly Fault[] {
  const { needs, takes = [] } = program;
  const complete = completeEnvironment(program);
  const rest = Object.fromEntries(Object.entries(complete).filter(([name]) => !needs.includes(name)));
  const misspell = (name: string) => `${name.slice(0, -2)}${name.slice(-1)}${name.at(-2)}`;
  const misspelt = needs.map((name) => [misspell(name), complete[name] ?? '']);
  const wrongOf = (name: string) => SECRETS[name]?.wrong ?? [];
  const wrong = (way: number): Fault => {
    const variables = [...needs, ...takes].filter((name) => wrongOf(name)[way] !== undefined);
    const values = variables.map((name) => [name, wrongOf(name)[way] ?? '']);
    return { what: `wrong (${way})`, variables, env: { ...complete, ...Object.fromEntries(values) } };
  };
  return [
    { what: 'missing', variables: needs, env: rest },
    { what: 'misspelt', variables: needs, env: { ...rest, ...Object.fromEntries(misspelt) } },
    ...[0, 1, 2].map(wrong).filter(({ variables }) => variables.length > 0),
  ];
}

/** Runs a program in production until it exits. */
async function run(main: string, env: Environment) {
  const child = spawn(process.execPath, [main], {
    cwd: PROJECT_ROOT,
    env: {
      PATH: process.env.PATH,
      NODE_ENV: 'production',
      LOG_LEVEL: 'trace',
      // A program starts several times.
      NODE_COMPILE_CACHE: join(folder, 'compiled'),
      DATA_DIR: folder,
      PORT: '0',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 30_000,
  });
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { status: child.exitCode, output: out + err };
}

/** Runs two at a time. */
async function eachOf<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const waiting = items.values();
  await Promise.all(
    [1, 2].map(async () => {
      for (const item of waiting) await work(item);
    }),
  );
}

test.each(PROGRAMS)(
  '$name does not start in production with a secret missing, misspelt or wrong, and tells none',
  async (program) => {
    await eachOf(faultsOf(program), async ({ what, variables, env }) => {
      const { status, output } = await run(program.main, env);
      expect(status, `${what}: ${output}`).toBeGreaterThan(0);
      for (const variable of variables)
        expect(output, what).toMatch(new RegExp(`\\b${variable}\\)? is (not set|invalid)`));
      expect(output, what).not.toContain(SECRET);
    });
  },
  60_000,
);

test.each(PROGRAMS)('$name refuses a NODE_ENV that it does not know', async (program) => {
  const env = completeEnvironment(program);
  const { status, output } = await run(program.main, { ...env, NODE_ENV: 'Production' });
  expect(status, output).toBeGreaterThan(0);
  expect(output).toContain('NODE_ENV');
});

test('npm start tells no secret of a setting that it refuses', async () => {
  const valid = Object.fromEntries(Object.entries(SECRETS).map(([name, each]) => [name, each.valid]));
  await eachOf(['JWKS_URL', 'SERVICE_TOKEN', 'STRIPE_API_KEY', 'STRIPE_WEBHOOK_SECRET'], async (variable) => {
    const { [variable]: _, ...env } = valid;
    const { status, output } = await run('embedded/start.ts', {
      ...env,
      STRIPE_API_BASE: `http://${NOWHERE}/`,
    });
    expect(status, output).toBe(2);
    expect(output).toContain(variable);
    expect(output).not.toContain(SECRET);
  });
});
