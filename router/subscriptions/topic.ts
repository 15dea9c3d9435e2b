import type { StreamEvent } from './event-source.ts';

export type Topic = {
  readonly stream: string;
  readonly subjects: readonly string[];
  /** Subjects whose events take their aggregate out of the state, and are not handed on. */
  readonly ends: readonly string[];
};

/** The same for topics that hold the same events. */
export function topicKey({ stream, subjects, ends }: Topic): string {
  return JSON.stringify([stream, [...subjects].sort(), [...ends].sort()]);
}

/** What an event's subject names in its last token. */
export function aggregateOf({ subject }: StreamEvent): string {
  return lastToken(subject);
}

export function lastToken(subject: string): string {
  return subject.slice(subject.lastIndexOf('.') + 1);
}
