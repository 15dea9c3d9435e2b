import type { Plan } from './plan.ts';

/** Counts the operations that have begun, for those who wait for that. */
export function createProgress({ operations }: Pick<Plan, 'operations'>) {
  let begun = 0;
  let waiting: { readonly after: number; readonly go: () => void }[] = [];

  function release(): void {
    const due = waiting.filter(({ after }) => after <= begun);
    waiting = waiting.filter(({ after }) => after > begun);
    for (const { go } of due) go();
  }

  return {
    begun: () => Math.min(begun, operations.length),
    begin(): void {
      begun += 1;
      release();
    },
    reached: (after: number): Promise<void> =>
      after <= begun ? Promise.resolve() : new Promise((go) => waiting.push({ after, go })),
    /** All that come have come: nobody is to wait for more. */
    finish(): void {
      begun = Number.POSITIVE_INFINITY;
      release();
    },
  };
}
