import type { StreamConfig } from 'nats';

/** The databases and streams of a recording, each in a file of its folder. */
export const DATABASES = {
  postgres: ['booking', 'payment', 'community', 'notification', 'view'],
  mongodb: ['room', 'supplies'],
} as const;
export const STREAMS = ['BOOKING', 'PAYMENT', 'ROOM', 'SUPPLIES', 'COMMUNITY', 'NOTIFICATION'] as const;

export type RecordedMessage = {
  readonly subject: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly data: unknown;
};

/** A line of nats.jsonl. */
export type RecordedStream = {
  readonly config: StreamConfig;
  /** What all messages have in common. */
  readonly headers: Readonly<Record<string, string>>;
  readonly messages: readonly RecordedMessage[];
};

/** A line of mongodb.jsonl. */
export type RecordedCollection = {
  readonly database: string;
  readonly collection: string;
  readonly indexes: readonly { readonly name: string; readonly key: Readonly<Record<string, 1 | -1>> }[];
  readonly documents: readonly { readonly _id: string }[];
};

/** A line of ledger.jsonl: a table with its rows, or an index. */
export type RecordedTable = {
  readonly name: string;
  readonly sql: string;
  readonly rows: readonly Readonly<Record<string, string | number | null>>[];
};
