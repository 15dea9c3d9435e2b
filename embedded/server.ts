import type { StreamChoices } from '../platform/messaging/jetstream/current-stream.ts';
import type { Unit } from './process/command.ts';

export const SERVER_NAMES = ['postgres', 'nats', 'mongodb'] as const;
export type ServerName = (typeof SERVER_NAMES)[number];

/** The options of an embedded server. */
export type ServerOptions = {
  readonly dataDir: string;
  /** Its port on the loopback. */
  readonly port: number;
  /** Prints a line for the person at the terminal. */
  readonly say: (line: string) => void;
  /** The databases of PostgreSQL, each with a role of its name that owns it. */
  readonly databases?: readonly string[];
  /** How long the streams of NATS keep what; those that exist are changed. */
  readonly kept?: StreamChoices;
  /** Trades safety against power failures for speed. Meant for tests only. */
  readonly unsafe?: boolean;
};

/** A server that is ready to be run. */
export type Server = {
  readonly unit: Unit;
  /**
   * Its address with user and password: those of a service or of the router, or without a name the
   * operator's.
   */
  url(of?: string): string;
};
