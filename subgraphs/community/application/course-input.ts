import {
  type InputProblem,
  ifPresent,
  inputProblem,
  isUuid,
  nameProblem,
  parseUuid,
  textProblem,
  totalProblem,
} from '../../../platform/input.ts';
import { storedText, storedTextOrNull } from '../../../platform/text/visible.ts';
import type { CourseStop } from '../domain/course.ts';
import { MOST_STOPS } from '../domain/course-decide.ts';
import type { FindTargets } from './find-targets.ts';

export type CourseStopInput = {
  readonly name: string;
  readonly note?: string | null | undefined;
  readonly roomId?: string | null | undefined;
};

/** What is given of a new course or of the changes of one. */
export type CourseInput = {
  readonly title?: string | null | undefined;
  readonly description?: string | null | undefined;
  readonly stops?: readonly CourseStopInput[] | null | undefined;
};

const LONGEST_TITLE = 200;
const LONGEST_DESCRIPTION = 5_000;
const LONGEST_STOP_NAME = 200;
const LONGEST_NOTE = 1_000;

/**
 * What is wrong with the values that are given, in the order of the input's fields.
 *
 * @param findTargets finds the rooms that are stops
 */
export async function courseProblems(
  { title, description, stops }: CourseInput,
  findTargets: FindTargets,
): Promise<readonly InputProblem[]> {
  const found = [
    ifPresent(title, (text) => nameProblem('title', text, LONGEST_TITLE)),
    ifPresent(description, (text) => textProblem('description', text, LONGEST_DESCRIPTION)),
    ...(await stopsProblems(stops ?? [], findTargets)),
  ];
  return found.flatMap((each) => each ?? []);
}

async function stopsProblems(
  stops: readonly CourseStopInput[],
  findTargets: FindTargets,
): Promise<readonly (InputProblem | undefined)[]> {
  if (stops.length > MOST_STOPS)
    return [inputProblem('stops', 'TOO_LONG', `Give at most ${MOST_STOPS} stops.`)];
  const tooLong = totalProblem(
    'stops',
    stops.flatMap(({ name, note }) => [name, note]),
  );
  if (tooLong) return [tooLong];
  const roomIds = stops.flatMap(({ roomId }) => roomId ?? []);
  const rooms = await findTargets(roomIds.map((id) => ({ type: 'ROOM', id })));
  const known = new Set(roomIds.filter((_, index) => rooms[index] !== undefined));
  return stops.flatMap(({ name, note, roomId }, index) => {
    const path = `stops[${index}].`;
    return [
      nameProblem(`${path}name`, name, LONGEST_STOP_NAME),
      ifPresent(note, (text) => textProblem(`${path}note`, text, LONGEST_NOTE)),
      ifPresent(roomId, (id) => roomProblem(`${path}roomId`, id, known)),
    ];
  });
}

function roomProblem(field: string, id: string, known: ReadonlySet<string>): InputProblem | undefined {
  if (!isUuid(id)) return inputProblem(field, 'MALFORMED', 'Give the id of a room, which is a UUID.');
  return known.has(id) ? undefined : inputProblem(field, 'UNKNOWN', 'There is no such room.');
}

/** The stops as they are stored, from an input without problems. */
export function toStops(stops: readonly CourseStopInput[]): readonly CourseStop[] {
  return stops.map(({ name, note, roomId }) => ({
    name: storedText(name),
    note: storedTextOrNull(note),
    roomId: ifPresent(roomId, parseUuid) ?? null,
  }));
}
