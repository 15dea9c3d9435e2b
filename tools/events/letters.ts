import { setTimeout as delay } from 'node:timers/promises';
import { columns } from '../../platform/columns.ts';
import type { NatsClient } from '../../platform/messaging/jetstream/connection.ts';
import {
  type DeadLetter,
  isReplayPending,
  listDeadLetters,
  replay,
} from '../../platform/messaging/jetstream/dead-letters.ts';
import { CannotDo } from './instance.ts';

/** Selects dead letters: one by its number or its event's id, those of a service, or all. */
export type Selection = { readonly id?: string | undefined; readonly service?: string | undefined };

/** @throws CannotDo if the selected one does not exist */
export async function findLetters(
  client: NatsClient,
  { id, service }: Selection,
): Promise<readonly DeadLetter[]> {
  const letters = (await listDeadLetters(client)).filter(
    (letter) =>
      (service === undefined || letter.service === service) &&
      (id === undefined || String(letter.sequence) === id || letter.eventId === id),
  );
  if (id !== undefined && letters.length === 0) throw new CannotDo(`There is no dead letter ${id}.`);
  return letters;
}

const REASON_WIDTH = 60;

/** The letters as a table, one line each, oldest first. */
export function renderLetters(letters: readonly DeadLetter[]): string {
  const header = ['id', 'time', 'service', 'type', 'aggregate', 'tries', 'reason', 'correlation'];
  const rows = letters.map((letter) => [
    String(letter.sequence),
    letter.time,
    letter.service,
    letter.attributes['ce-type'] ?? '?',
    letter.subject.slice(letter.subject.lastIndexOf('.') + 1),
    String(letter.tries),
    letter.reason.length > REASON_WIDTH ? `${letter.reason.slice(0, REASON_WIDTH - 1)}…` : letter.reason,
    letter.attributes['ce-correlationid'] ?? '?',
  ]);
  return columns([header, ...rows]).join('\n');
}

/** One letter in full. */
export function renderLetter(letter: DeadLetter): string {
  const facts: readonly (readonly [string, string])[] = [
    ['id', String(letter.sequence)],
    ['event', letter.eventId],
    ['service', letter.service],
    ['reason', letter.reason],
    ['tries', `${letter.tries}${letter.replays > 0 ? `, after ${letter.replays} replay(s)` : ''}`],
    ['dead since', letter.time],
    [
      'received as',
      `${letter.subject}, ${letter.stream} ${letter.streamSequence}, consumer ${letter.consumer}`,
    ],
    ...Object.entries(letter.attributes),
  ];
  return [...columns(facts), '', bodyText(letter.body)].join('\n');
}

function bodyText(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch (error) {
    if (error instanceof SyntaxError) return body;
    throw error;
  }
}

/** The outcome of replayed letters. */
export type Replayed = { readonly handled: number; readonly deadAgain: number; readonly waiting: number };

const LOOK_MS = 100;

/**
 * Returns letters to their services and waits for the outcome.
 *
 * @param waitMs how long to wait; a letter that is not handled by then keeps waiting for its service
 */
export async function replayLetters(
  client: NatsClient,
  letters: readonly DeadLetter[],
  {
    waitMs,
    onProgress,
    onWaiting,
  }: {
    readonly waitMs: number;
    readonly onProgress: (given: number) => void;
    readonly onWaiting: (left: number) => void;
  },
): Promise<Replayed> {
  const pending = new Map<DeadLetter, number>();
  for (const letter of letters) {
    pending.set(letter, await replay(client, letter));
    onProgress(pending.size);
  }
  for (const until = Date.now() + waitMs; ; await delay(LOOK_MS)) {
    for (const [letter, place] of pending) {
      if (!(await isReplayPending(client, place))) pending.delete(letter);
    }
    if (pending.size === 0 || Date.now() >= until) break;
    onWaiting(pending.size);
  }
  const dead = new Set((await listDeadLetters(client)).map(keyOf));
  const isDeadAgain = (letter: DeadLetter) => dead.has(keyOf({ ...letter, replays: letter.replays + 1 }));
  const deadAgain = letters.filter((letter) => !pending.has(letter) && isDeadAgain(letter)).length;
  return { handled: letters.length - pending.size - deadAgain, deadAgain, waiting: pending.size };
}

function keyOf({ service, eventId, replays }: DeadLetter): string {
  return `${service}:${eventId}:${replays}`;
}
