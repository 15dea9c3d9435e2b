import { createHash } from 'node:crypto';
import { newId } from '../identifiers.ts';

export type Claim = {
  /** Of the input that the key was first used with. */
  readonly fingerprint: string;
  /** Made when the key was first used: new aggregates take it as their id, so that doing it again finds them. */
  readonly commandId: string;
  /** What was answered; undefined while the first try is not through. */
  readonly outcome?: unknown;
};

/**
 * Remembers what was done under which key. A claim counts the tries that are at work on it: one that was cut off is
 * never taken off, for nobody knows how far it came.
 */
export type IdempotencyStore = {
  /** Stores the claim unless the key has one, and returns the one that stands: joined, if it is of this input and open. */
  claim(key: string, claim: Claim): Promise<Claim>;
  /** Keeps the outcome of the claim with this command id, the first one when there are several. */
  settle(key: string, outcome: unknown, commandId: string): Promise<void>;
  /**
   * Takes a try off the claim with this command id, and forgets the claim when no other one is at work on it: one that
   * is may yet do what this one did not. An outcome stays.
   */
  leave(key: string, commandId: string): Promise<void>;
  /** Forgets the claim with this command id, whoever is at work on it, unless it has an outcome. */
  revoke(key: string, commandId: string): Promise<void>;
};

export type IdempotencyConflict = { readonly kind: 'IdempotencyConflict' };

export type Attempt = {
  /** The same whenever the same command is tried again. */
  readonly commandId: string;
  /**
   * True when an earlier try may have done all or part of the work: look for what has `commandId` first. When false, a
   * later try in another process may still be quicker: look before refusing.
   */
  readonly isRetry: boolean;
};

export type Once<Outcome> = {
  readonly store: IdempotencyStore;
  readonly caller: string;
  readonly mutation: string;
  /** The mutation's input; its `idempotencyKey` is the key, the rest what the key stands for. */
  readonly input: { readonly idempotencyKey?: string | null | undefined };
  /**
   * False for an outcome that decided nothing (bad input, nothing there, a service that is away): the key is free once
   * no other try is at work that may decide.
   */
  readonly isFinal: (outcome: Outcome) => boolean;
  /**
   * True for an outcome that is not final and yet the end of its command, whoever tries it (a booking that was given
   * up): the key is free at once, for the next try must be a new command. No outcome is, when left out.
   */
  readonly isEnd?: (outcome: Outcome) => boolean;
  readonly run: (attempt: Attempt) => Promise<Outcome>;
};

type Running = { readonly fingerprint: string; readonly outcome: Promise<unknown> };

/** The tries that run in this process, by key. */
const running = new WeakMap<IdempotencyStore, Map<string, Running>>();

/**
 * Does a command once for its idempotency key: the same key with the same input returns the first outcome again, with
 * another input `IdempotencyConflict`. Without a key it just runs. A try that comes while another one runs gets that
 * one's outcome. Where the other one runs in another process, or a crash cut it off, it is joined: `run` is called again
 * with the same command id, and as long as one of them is at work or was cut off, that is the key's command.
 */
export async function once<Outcome extends { readonly kind: string }>(
  command: Once<Outcome>,
): Promise<Outcome | IdempotencyConflict> {
  const { store, caller, mutation, input, run } = command;
  const { idempotencyKey, ...content } = input;
  if (idempotencyKey === undefined || idempotencyKey === null)
    return run({ commandId: newId(), isRetry: false });
  // A key belongs to its caller and mutation. Hashed, it may be of any length.
  const key = hash([caller, mutation, idempotencyKey]);
  const fingerprint = fingerprintOf(content);

  const tries = running.get(store) ?? new Map<string, Running>();
  running.set(store, tries);
  const other = tries.get(key);
  if (other && other.fingerprint !== fingerprint) return { kind: 'IdempotencyConflict' };
  // Of the same mutation, so of its type.
  if (other) return other.outcome as Promise<Outcome | IdempotencyConflict>;
  const outcome = tryOnce(command, key, fingerprint).finally(() => tries.delete(key));
  tries.set(key, { fingerprint, outcome });
  return outcome;
}

async function tryOnce<Outcome extends { readonly kind: string }>(
  { store, isFinal, isEnd, run }: Once<Outcome>,
  key: string,
  fingerprint: string,
): Promise<Outcome | IdempotencyConflict> {
  const proposed = { fingerprint, commandId: newId() };
  const claim = await store.claim(key, proposed);
  if (claim.fingerprint !== fingerprint) return { kind: 'IdempotencyConflict' };
  // Stored by `settle` below for this very mutation, so it has this mutation's type.
  if (claim.outcome !== undefined) return claim.outcome as Outcome;
  const outcome = await run({
    commandId: claim.commandId,
    isRetry: claim.commandId !== proposed.commandId,
  });
  if (isFinal(outcome)) await store.settle(key, outcome, claim.commandId);
  else if (isEnd?.(outcome)) await store.revoke(key, claim.commandId);
  else await store.leave(key, claim.commandId);
  return outcome;
}

/** The same for inputs that mean the same: the order of fields and absent fields do not count. */
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
