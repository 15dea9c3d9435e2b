import { appendFileSync, writeFileSync } from 'node:fs';
import type { Operation } from './plan-operations.ts';

/** What one try of an operation came to, as its client saw it. */
export type AttemptResult =
  /** An answer of the API that is not "ask again". */
  | { readonly kind: 'answer'; readonly answer: Answer }
  /** Completion to come back: nothing was decided by this try. */
  | { readonly kind: 'later'; readonly reason: string; readonly afterMs: number }
  /** No answer, or one that tells nothing: the try may have had its effect, or have it yet. */
  | { readonly kind: 'unknown'; readonly reason: string };

/** A decided answer: the type's name, and what the checker needs of it. */
export type Answer = {
  readonly type: string;
  /** The booking's or room's id of a success. */
  readonly id?: string | undefined;
  /** The booking's status of a refusal. */
  readonly status?: string | undefined;
};

/** What a client knows of an operation in the end. */
export type Completion =
  | { readonly kind: 'answer'; readonly answer: Answer }
  /** Every try was told to come back later: nothing was done. */
  | { readonly kind: 'refused' }
  /** Some try had no answer, and none had a decided one. */
  | { readonly kind: 'unknown' }
  /** What it is about never came to be, so it was not asked for. */
  | { readonly kind: 'skipped' };

/** An operation as it was asked for, with real ids and instants, and what its client was told. */
export type Outcome = {
  readonly operation: Operation;
  readonly key: string;
  /** Of the client's tokens. */
  readonly subject: string;
  readonly roomId?: string | undefined;
  readonly bookingId?: string | undefined;
  readonly slot?: { readonly start: string; readonly end: string } | undefined;
  readonly completion: Completion;
};

type Line =
  | { readonly phase: 'invoke'; readonly index: number; readonly try: number; readonly input: unknown }
  | { readonly phase: 'ok' | 'later' | 'unknown'; readonly index: number; readonly attempt: AttemptResult }
  | { readonly phase: 'completed'; readonly outcome: Outcome }
  | { readonly phase: 'fault'; readonly what: string };

/** Writes down what each client did and was told, in the order in which it happened. */
export type Recorder = {
  note(line: Line): void;
  /** The last word on each operation, by its place in the plan. */
  outcomes(): ReadonlyMap<number, Outcome>;
};

/** @param file JSON lines for later reading; without it the history is kept in memory alone */
export function createRecorder(file?: string): Recorder {
  const outcomes = new Map<number, Outcome>();
  if (file !== undefined) writeFileSync(file, '');
  return {
    note(line) {
      if (line.phase === 'completed') outcomes.set(line.outcome.operation.index, line.outcome);
      if (file !== undefined)
        appendFileSync(file, `${JSON.stringify({ at: new Date().toISOString(), ...line })}\n`);
    },
    outcomes: () => outcomes,
  };
}

/** The id that a successful answer has named. */
export function answeredId(outcome: Outcome | undefined): string | undefined {
  return outcome?.completion.kind === 'answer' ? outcome.completion.answer.id : undefined;
}
