import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { ResponseBudget } from '../../platform/http/response-budget.ts';
import { writeJson } from '../../platform/json.ts';

/** What one execution of an operation may yield. */
export type BudgetLimits = {
  /** Items of lists that fetches visit and merge, and of those in the answer. */
  readonly objects: number;
  /** Bytes of all responses of subgraphs. */
  readonly receivedBytes: number;
  /** Bytes of the answer. */
  readonly answerBytes: number;
};

const TEXTS: Readonly<Record<keyof BudgetLimits, string>> = {
  objects: 'yields more than the allowed number of objects',
  receivedBytes: 'needs more data from the services than allowed',
  answerBytes: 'has a larger answer than allowed',
};

/** Ends the writing of an answer whose budget is spent. */
export class BudgetExceeded extends Error {
  override readonly name = 'BudgetExceeded';
}

/**
 * Counts what an operation yields while it runs. Once it is more than allowed, requests in flight are
 * aborted, and the operation is refused as a whole.
 */
export class Budget {
  readonly responses: ResponseBudget;
  /** The longest text of an answer, in UTF-16 code units, which are not more than its bytes. */
  readonly longestAnswer: number;
  readonly #limits: BudgetLimits;
  #objects: number;
  #exceeded: keyof BudgetLimits | undefined;

  constructor(limits: BudgetLimits) {
    this.#limits = limits;
    this.#objects = limits.objects;
    this.responses = new ResponseBudget(limits.receivedBytes);
    this.longestAnswer = limits.answerBytes;
  }

  get isSpent(): boolean {
    return this.responses.reason !== undefined;
  }

  /** Takes items of a list before they are visited. Returns false when there are too many. */
  takeObjects(count: number): boolean {
    this.#objects -= count;
    if (this.#objects < 0) this.#end('objects');
    return !this.isSpent;
  }

  /** The same for the answer. @throws BudgetExceeded */
  writeObjects(count: number): void {
    if (!this.takeObjects(count)) throw new BudgetExceeded('too many objects');
  }

  /** @throws BudgetExceeded */
  endAnswer(): never {
    this.#end('answerBytes');
    throw new BudgetExceeded('too long an answer');
  }

  /** Checks the bytes of a whole answer, its data and its errors. @throws BudgetExceeded */
  checkAnswer(data: string, errors: readonly GraphQLFormattedError[]): void {
    const { answerBytes } = this.#limits;
    let bytes = 0;
    for (const { message, path, extensions } of errors) {
      bytes += Buffer.byteLength(writeJson([message, path, extensions]));
      if (bytes > answerBytes) this.endAnswer();
    }
    // No code unit has more than three bytes.
    if (bytes + data.length * 3 > answerBytes && bytes + Buffer.byteLength(data) > answerBytes)
      this.endAnswer();
  }

  /** Why the operation is refused; undefined while it may go on. */
  get refusal(): GraphQLError | undefined {
    if (!this.isSpent) return undefined;
    const limit = this.#exceeded ?? 'receivedBytes';
    const allowed = this.#limits[limit];
    return new GraphQLError(
      `The operation ${TEXTS[limit]} (${allowed}). Ask for shorter lists or fewer fields, or use several operations.`,
      { extensions: { code: 'OPERATION_TOO_COMPLEX', limit, allowed } },
    );
  }

  #end(limit: keyof BudgetLimits): void {
    if (!this.isSpent) this.#exceeded = limit;
    this.responses.end(`the operation has spent its ${limit}`);
  }
}
