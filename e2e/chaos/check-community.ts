import { answeredId, type Outcome } from './history.ts';
import type { Mark } from './plan-operations.ts';
import type { MarkRow, SystemState } from './system-state.ts';
import type { Violation } from './violation.ts';

/** What a mutation does: the set that it is about, and whether the customer is in it afterwards. */
const EFFECTS: Readonly<
  Record<Mark['mutation'], { readonly mark: MarkRow['mark']; readonly isIn: boolean }>
> = {
  like: { mark: 'LIKE', isIn: true },
  unlike: { mark: 'LIKE', isIn: false },
  addBookmark: { mark: 'BOOKMARK', isIn: true },
  removeBookmark: { mark: 'BOOKMARK', isIn: false },
};

/**
 * Checks that every customer is in the sets in which their last acknowledged operation has put them, and that
 * acknowledged reviews exist, as they were written last. A deleted room has neither.
 */
export function checkCommunity(outcomes: readonly Outcome[], state: SystemState): readonly Violation[] {
  const deleted = new Set(state.rooms.flatMap((room) => (room.deleted ? [room.id] : [])));
  const living = outcomes.filter(({ targetId }) => targetId !== undefined && !deleted.has(targetId));
  return [...checkMarks(living, state), ...checkReviews(living, state)];
}

function checkMarks(outcomes: readonly Outcome[], { marks }: SystemState): readonly Violation[] {
  const there = new Set(marks.map(({ targetId, customerId, mark }) => `${targetId} ${customerId} ${mark}`));
  const changes = outcomes.flatMap(({ operation, targetId, subject, completion, isRepeated }) => {
    if (operation.type !== 'mark') return [];
    const { mark, isIn } = EFFECTS[operation.mutation];
    const isDone = completion.kind === 'answer' && completion.answer.type.endsWith('Success');
    const isOpen = completion.kind === 'unknown' || (isDone && isRepeated);
    const { index } = operation;
    return isDone || isOpen ? [{ set: `${targetId} ${subject} ${mark}`, isIn, isDone, isOpen, index }] : [];
  });
  const bySet = Map.groupBy(changes, ({ set }) => set);
  const wrong = [...bySet].flatMap(([set, own]): readonly Violation[] => {
    const last = own
      .filter(({ isDone }) => isDone)
      .toSorted((a, b) => a.index - b.index)
      .at(-1);
    // What has no answer, or got it late, may have come after the last one, or before all.
    const possible = [...own.filter(({ isOpen }) => isOpen), ...(last ? [last] : [])].map(({ isIn }) => isIn);
    if (possible.includes(there.has(set)) || (!last && !there.has(set))) return [];
    const what = `${set}: it is ${there.has(set) ? '' : 'not '}there after operation ${last?.index}`;
    return [{ kind: 'lost', what }];
  });
  const unknown = [...there].filter((set) => !bySet.has(set));
  return [
    ...wrong,
    ...unknown.map((set): Violation => ({ kind: 'wrong answer', what: `nobody was told of ${set}` })),
  ];
}

function checkReviews(outcomes: readonly Outcome[], { reviews }: SystemState): readonly Violation[] {
  const nameOf = (review: { readonly targetId?: string | undefined; readonly customerId: string }) =>
    `the review of ${review.targetId} by ${review.customerId}`;
  const there = Map.groupBy(reviews, nameOf);
  const written = Map.groupBy(
    outcomes.flatMap((outcome) => {
      const { operation, targetId, subject, completion, isRepeated } = outcome;
      if (operation.type !== 'review') return [];
      const id = answeredId(outcome);
      const isOpen = completion.kind === 'unknown' || (id !== undefined && isRepeated);
      const { index, rating } = operation;
      const name = nameOf({ targetId, customerId: subject });
      return id !== undefined || isOpen ? [{ name, id, isOpen, index, rating }] : [];
    }),
    ({ name }) => name,
  );
  const wrong = [...written].flatMap(([name, own]): readonly Violation[] => {
    const done = own.filter(({ id }) => id !== undefined).toSorted((a, b) => a.index - b.index);
    const found = there.get(name) ?? [];
    const [review] = found;
    if (!review || done.some(({ id }) => id !== review.id))
      return done.length === 0 ? [] : [{ kind: 'lost', what: `${name} is not there` }];
    if (found.length > 1) return [{ kind: 'wrong answer', what: `${name} is there ${found.length} times` }];
    const possible = [...own.filter(({ isOpen }) => isOpen), ...done.slice(-1)].map(({ rating }) => rating);
    if (possible.includes(review.rating)) return [];
    return [
      { kind: 'lost', what: `${name} has the rating ${review.rating}, and was written with ${possible}` },
    ];
  });
  const unknown = [...there.keys()].filter((name) => !written.has(name));
  return [
    ...wrong,
    ...unknown.map((name): Violation => ({ kind: 'wrong answer', what: `nobody was told of ${name}` })),
  ];
}
