import type { StreamEvent } from './event-source.ts';

export type Topic = {
  readonly stream: string;
  readonly subjects: readonly string[];
  /** Subjects of events that remove their aggregate from the state. Listeners do not get them. */
  readonly ends: readonly string[];
};

/** A key that is equal for topics with the same events. */
export function topicKey({ stream, subjects, ends }: Topic): string {
  return JSON.stringify([stream, [...subjects].sort(), [...ends].sort()]);
}

/** The aggregate of an event: the last token of its subject. */
export function aggregateOf({ subject }: StreamEvent): string {
  return lastToken(subject);
}

export function lastToken(subject: string): string {
  return subject.slice(subject.lastIndexOf('.') + 1);
}
