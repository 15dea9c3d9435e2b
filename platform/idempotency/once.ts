import { createHash } from 'node:crypto';
import { HOUR_MS } from '../config/duration.ts';
import type { Cause } from '../decisions/cause.ts';
import { newId } from '../identifiers.ts';

/** How long an idempotency key is kept by default, in milliseconds. Later, the same key is a new request. */
export const KEY_RETENTION_MS = 48 * HOUR_MS;
/** How often expired entries are deleted, in milliseconds. */
export const RETENTION_INTERVAL_MS = HOUR_MS;

export type Claim = {
  /** Hash of the input with which the key was first used. */
  readonly fingerprint: string;
  /** Created when the key is first used. New aggregates take it as their id, so that a retry finds them. */
  readonly commandId: string;
  /** The kept outcome; undefined while the claim is open. */
  readonly outcome?: unknown;
};

/**
 * Stores the claims on idempotency keys. An open claim counts the attempts that are running. An attempt that
 * was cut off by a crash stays counted, because how far it came is unknown.
 */
export type IdempotencyStore = {
  /**
   * Inserts the claim, or returns the existing one. When that has the same input and is open, the attempt is
   * counted.
   */
  claim(key: string, claim: Claim): Promise<Claim>;
  /** Keeps the outcome of the claim with this command id, and closes the claim. The first outcome wins. */
  settle(key: string, outcome: unknown, commandId: string): Promise<void>;
  /**
   * Uncounts an attempt of the claim with this command id and deletes the claim after the last one: another
   * running attempt may still do what this one did not. A closed claim stays.
   */
  leave(key: string, commandId: string): Promise<void>;
  /**
   * Deletes the open claim with this command id, also when other attempts are running. A closed claim stays.
   */
  revoke(key: string, commandId: string): Promise<void>;
};

export type IdempotencyConflict = { readonly kind: 'IdempotencyConflict' };

export type Attempt = {
  /** The same for all attempts at one command. */
  readonly commandId: string;
  /**
   * True when an earlier attempt may have done all or part of the work: look for its result under `commandId`
   * first. When false, a later attempt in another process may still overtake this one: look before refusing.
   */
  readonly isRetry: boolean;
};

/** What the use case of a mutation needs besides its input. */
export type CommandContext = { readonly attempt: Attempt; readonly cause: Cause };

export type Once<Outcome> = {
  readonly store: IdempotencyStore;
  readonly caller: string;
  readonly mutation: string;
  /**
   * The mutation's input. Its `idempotencyKey` is the key; the rest is compared when the key is used again.
   */
  readonly input: { readonly idempotencyKey?: string | null | undefined };
  /**
   * False for an outcome that decides nothing, such as invalid input or an unavailable service: the key
   * becomes free when no other attempt is running that may decide.
   */
  readonly isFinal: (outcome: Outcome) => boolean;
  /**
   * True for an outcome that is not final and yet ends its command for all attempts, such as a rejected
   * booking: the key becomes free at once, because the next attempt must be a new command. No outcome does
   * when left out.
   */
  readonly endsCommand?: ((outcome: Outcome) => boolean) | undefined;
  readonly run: (attempt: Attempt) => Promise<Outcome>;
};

type Running = { readonly fingerprint: string; readonly outcome: Promise<unknown> };

/** The attempts that are running in this process, by key. */
const running = new WeakMap<IdempotencyStore, Map<string, Running>>();

/**
 * Runs a command once per idempotency key. The same key with the same input returns the first outcome again,
 * with another input `IdempotencyConflict`. Without a key the command simply runs.
 *
 * An attempt that comes while another one is running in this process shares its outcome. When the other one
 * is running in another process, or was cut off by a crash, `run` is called with the same command id. The key
 * stays with that command for as long as one of its attempts is running or was cut off.
 */
export async function once<Outcome extends { readonly kind: string }>(
  command: Once<Outcome>,
): Promise<Outcome | IdempotencyConflict> {
  const { store, caller, mutation, input, run } = command;
  const { idempotencyKey, ...content } = input;
  if (idempotencyKey === undefined || idempotencyKey === null)
    return run({ commandId: newId(), isRetry: false });
  // A key belongs to one caller and mutation. Hashing allows any length.
  const key = hash([caller, mutation, idempotencyKey]);
  const fingerprint = fingerprintOf(content);

  const attempts = running.get(store) ?? new Map<string, Running>();
  running.set(store, attempts);
  const other = attempts.get(key);
  if (other && other.fingerprint !== fingerprint) return { kind: 'IdempotencyConflict' };
  // The key contains the mutation, so the outcome has this mutation's type.
  if (other) return other.outcome as Promise<Outcome | IdempotencyConflict>;
  const outcome = attempt(command, key, fingerprint).finally(() => attempts.delete(key));
  attempts.set(key, { fingerprint, outcome });
  return outcome;
}

async function attempt<Outcome extends { readonly kind: string }>(
  { store, isFinal, endsCommand, run }: Once<Outcome>,
  key: string,
  fingerprint: string,
): Promise<Outcome | IdempotencyConflict> {
  const proposed = { fingerprint, commandId: newId() };
  const claim = await store.claim(key, proposed);
  if (claim.fingerprint !== fingerprint) return { kind: 'IdempotencyConflict' };
  // Stored by `settle` below for the same mutation, so it has this mutation's type.
  if (claim.outcome !== undefined) return claim.outcome as Outcome;
  const outcome = await run({
    commandId: claim.commandId,
    isRetry: claim.commandId !== proposed.commandId,
  });
  if (isFinal(outcome)) await store.settle(key, outcome, claim.commandId);
  else if (endsCommand?.(outcome)) await store.revoke(key, claim.commandId);
  else await store.leave(key, claim.commandId);
  return outcome;
}

/** Equal for equivalent inputs: the order of fields and undefined fields do not count. */
function fingerprintOf(input: unknown): string {
  return hash(canonical(input));
}

function hash(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('base64url');
}

function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical);
  if (value === null || typeof value !== 'object') return value;
  const present = Object.entries(value).filter(([, field]) => field !== undefined);
  return Object.fromEntries(
    present.sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, field]) => [name, canonical(field)]),
  );
}
