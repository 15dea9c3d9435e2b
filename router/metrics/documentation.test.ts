import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createMetrics } from './metrics.ts';

const FILE = join(import.meta.dirname, '../../docs/router/running.md');

test('docs/router/running.md lists every metric with its labels', async () => {
  expect(documented()).toEqual(await recorded());
});

/** The label names of each metric by its row in the documentation. */
function documented(): Record<string, readonly string[]> {
  const rows = readFileSync(FILE, 'utf8').matchAll(/^\| `(router_\w+)` \| ([^|]*) \|/gm);
  return Object.fromEntries(
    Array.from(rows, ([, name = '', labels = '']) => [name, labels.split(', ').filter(Boolean)]),
  );
}

/** The label names of each metric after one recording of everything. */
async function recorded(): Promise<Record<string, readonly string[]>> {
  const { http, operations, subgraphs, live, connections, text } = createMetrics();
  http.answered(200, undefined, 0);
  operations.document(true);
  operations.refused('FORBIDDEN');
  operations.deprecated('Room.state');
  subgraphs.request('room', 'ok', 1);
  subgraphs.breaker('room', 'closed');
  live.connectionOpened('sse');
  live.subscriptionStarted('roomChanged');
  live.subscriptionEnded('roomChanged', 'client');
  live.eventTaken('roomChanged');
  live.executed('roomChanged');
  live.delivered('roomChanged', 1);
  live.delayed('roomChanged', 1);
  live.coalesced('roomChanged');
  live.resumed('roomChanged', 'memory');
  connections.cut('displaced');
  connections.held({ unread: 0, bodies: 0 });
  const exposed = await text();
  const names = Array.from(exposed.matchAll(/^# TYPE (router_\w+)/gm), ([, name = '']) => name);
  return Object.fromEntries(names.map((name) => [name, labelsIn(exposed, name)]));
}

/** A histogram's samples have suffixes after its name, and the label `le`. */
function labelsIn(exposed: string, name: string): readonly string[] {
  const labels = new RegExp(`^${name}(?:_bucket)?\\{(.*)\\}`, 'm').exec(exposed)?.[1] ?? '';
  return Array.from(labels.matchAll(/(\w+)="/g), ([, label = '']) => label).filter((label) => label !== 'le');
}
