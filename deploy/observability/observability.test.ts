import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { ROUTER, SERVICES } from '../../embedded/launcher/services.ts';
import { knownMetrics, serviceMetrics } from './known-metrics.ts';

const HERE = import.meta.dirname;
const ROOT = join(HERE, '../..');
const read = (name: string): string => readFileSync(join(HERE, name), 'utf8');

const rule = z.strictObject({
  record: z.string().optional(),
  alert: z.string().optional(),
  expr: z.string(),
  for: z.string().optional(),
  labels: z.strictObject({ severity: z.enum(['page', 'ticket']) }).optional(),
  annotations: z.strictObject({ summary: z.string(), runbook: z.string() }).optional(),
});
const ruleFile = z.object({ groups: z.array(z.object({ name: z.string(), rules: z.array(rule) })) });
const RULES = ruleFile.parse(parse(read('rules.yml'))).groups.flatMap(({ rules }) => rules);
const ALERTS = RULES.filter(({ alert }) => alert !== undefined);
const RECORDED = new Set(RULES.flatMap(({ record }) => record ?? []));

const panel = z.object({
  title: z.string(),
  targets: z.array(z.object({ expr: z.string() })).optional(),
});
const DASHBOARD = z.object({ panels: z.array(panel) }).parse(JSON.parse(read('grafana-dashboard.json')));

/** What Prometheus itself says of a scrape. */
const OF_PROMETHEUS: ReadonlySet<string> = new Set(['up']);
/** Words of PromQL that look like metrics. */
const WORDS = /^(?:and|or|unless|by|without|sum|max|min|avg|rate|increase|histogram_quantile)$/;

/** The metrics that an expression names; those of a histogram without their suffix. */
function metricsIn(expr: string, known: ReadonlySet<string>): readonly string[] {
  const bare = expr.replace(/"[^"]*"|\{[^}]*\}|\[[^\]]*\]|\b(?:by|without)\s*\([^)]*\)/g, ' ');
  const names = Array.from(bare.matchAll(/[a-z_][\w:]*/gi), ([name]) => name);
  return names
    .filter((name) => !WORDS.test(name))
    .map((name) => (known.has(name) ? name : name.replace(/_(?:bucket|count|sum)$/, '')));
}

async function unknownIn(exprs: readonly string[]): Promise<readonly string[]> {
  const known = await knownMetrics();
  return exprs
    .flatMap((expr) => metricsIn(expr, known))
    .filter((name) => !known.has(name) && !RECORDED.has(name) && !OF_PROMETHEUS.has(name));
}

describe('the rules', () => {
  test('name only metrics that exist', async () => {
    expect(RULES.length).toBeGreaterThan(0);
    expect(await unknownIn(RULES.map(({ expr }) => expr))).toEqual([]);
    expect(await unknownIn(['sum(rate(service_request_total{type="x"}[5m])) > 1'])).toEqual([
      'service_request_total',
    ]);
  });

  test('lead to runbooks, each of which is of an alert', () => {
    const linked = new Set(ALERTS.map(({ annotations }) => annotations?.runbook ?? ''));
    expect([...linked].filter((runbook) => !existsSync(join(ROOT, runbook)))).toEqual([]);
    const index = readFileSync(join(ROOT, 'docs/runbooks/README.md'), 'utf8');
    const pages = Array.from(index.matchAll(/\]\(([\w-]+\.md)\)/g), ([, page]) => `docs/runbooks/${page}`);
    expect(new Set(pages)).toEqual(linked);
  });

  test('have a severity, a summary and a time for which they hold', () => {
    const incomplete = ALERTS.filter((each) => !each.labels || !each.annotations || !each.for);
    expect(incomplete.map(({ alert }) => alert)).toEqual([]);
  });
});

test('the panels name only metrics that exist', async () => {
  const exprs = DASHBOARD.panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr));
  expect(exprs.length).toBeGreaterThan(0);
  expect(await unknownIn(exprs)).toEqual([]);
});

test('F16 Monitoring: the router and every service are scraped', () => {
  const config = z.object({
    scrape_configs: z.array(
      z.object({ static_configs: z.array(z.object({ targets: z.array(z.string()) })) }),
    ),
  });
  const { scrape_configs } = config.parse(parse(read('prometheus.yml')));
  const targets = scrape_configs.flatMap((each) => each.static_configs.flatMap((one) => one.targets));
  expect(targets).toEqual([ROUTER, ...SERVICES].map(({ name }) => `${name}:9464`));
});

test('docs/metrics.md lists every metric of the services with its labels', async () => {
  const text = readFileSync(join(ROOT, 'docs/metrics.md'), 'utf8');
  const rows = text.matchAll(/^\| `((?:service|booking|meetingroom)_\w+)` \| ([^|]*) \|/gm);
  const documented = Array.from(rows, ([, name = '', labels = '']) => [
    name,
    labels.trim().split(', ').filter(Boolean).sort(),
  ]);
  const own = [...(await serviceMetrics())]
    .filter(([name]) => /^(service|booking|meetingroom)_/.test(name))
    .map(([name, labels]) => [name, labels.filter((label) => label !== 'le').sort()]);
  expect(Object.fromEntries(documented)).toEqual({
    ...Object.fromEntries(own),
    booking_too_many_attempts_total: [],
  });
});

const promtool = (process.env.PATH ?? '')
  .split(delimiter)
  .map((folder) => join(folder, 'promtool'))
  .find((file) => existsSync(file));

// README.md beside this file says how to install it.
test.skipIf(promtool === undefined).each([
  ['check', 'config', 'prometheus.yml'],
  ['check', 'rules', 'rules.yml'],
  ['test', 'rules', 'rules.test.yml'],
])('promtool %s %s %s', async (...args) => {
  const { stdout } = await promisify(execFile)(promtool ?? '', args, { cwd: HERE });
  expect(stdout).toContain('SUCCESS');
});
