import { appendFileSync, writeFileSync } from 'node:fs';
import type { Operation } from './plan-operations.ts';

/** The result of one attempt, as the client saw it. */
export type AttemptResult =
  /** An answer of the API other than "retry later". */
  | { readonly kind: 'answer'; readonly answer: Answer }
  /** The answer was "retry later": this attempt had no effect. */
  | { readonly kind: 'later'; readonly reason: string; readonly afterMs: number }
  /** The customer has to act on a page of their bank, and then to ask again. */
  | { readonly kind: 'asked'; readonly page: string }
  /** No answer, or a useless one: the attempt may have had its effect, or may have it later. */
  | { readonly kind: 'unknown'; readonly reason: string };

/** A definite answer: the type's name, and what the checker needs of it. */
export type Answer = {
  readonly type: string;
  /** The id of the booking or room, if successful. */
  readonly id?: string | undefined;
  /** The status of the booking, if refused. */
  readonly status?: string | undefined;
};

/** What a client knows of an operation in the end. */
export type Completion =
  | { readonly kind: 'answer'; readonly answer: Answer }
  /** Every attempt was answered "retry later", or the customer did not act: nothing was done. */
  | { readonly kind: 'refused' }
  /** Some attempt had no answer, and none had a definite one. */
  | { readonly kind: 'unknown' }
  /** Its subject was never created, so it was not requested. */
  | { readonly kind: 'skipped' };

/** An operation with its real ids and instants, and the answer that its client got. */
export type Outcome = {
  readonly operation: Operation;
  readonly key: string;
  /** The subject of the client's token. */
  readonly subject: string;
  readonly roomId?: string | undefined;
  /** The room or course that is liked, bookmarked or reviewed. */
  readonly targetId?: string | undefined;
  readonly bookingId?: string | undefined;
  readonly slot?: { readonly start: string; readonly end: string } | undefined;
  readonly completion: Completion;
  /** Whether it was requested again after operations that follow it. */
  readonly isRepeated: boolean;
};

type Line =
  | { readonly phase: 'invoke'; readonly index: number; readonly try: number; readonly input: unknown }
  | {
      readonly phase: 'ok' | 'later' | 'asked' | 'unknown';
      readonly index: number;
      readonly attempt: AttemptResult;
    }
  | { readonly phase: 'completed'; readonly outcome: Outcome }
  | { readonly phase: 'fault'; readonly what: string };

/** Records the requests and answers of each client, in order. */
export type Recorder = {
  note(line: Line): void;
  /** The final outcome of each operation, by its index in the plan. */
  outcomes(): ReadonlyMap<number, Outcome>;
};

/** @param file JSON lines for later reading; without it the history is kept in memory only */
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

/** The id in a successful answer. */
export function answeredId(outcome: Outcome | undefined): string | undefined {
  return outcome?.completion.kind === 'answer' ? outcome.completion.answer.id : undefined;
}
