import type { Plan } from './plan.ts';

/** Counts the operations that have begun, and resolves those who wait for a count. */
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
    /** No more operations will begin: releases everybody who waits. */
    finish(): void {
      begun = Number.POSITIVE_INFINITY;
      release();
    },
  };
}
