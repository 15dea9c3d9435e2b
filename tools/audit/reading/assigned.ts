import type { RoomAssignment } from '../load/assignments.ts';
import type { Scratch } from '../load/scratch.ts';
import type { AssignmentRecord } from '../snapshot.ts';

/** The assignments of rooms by room and time, on disk. */
export type Assigned = {
  add(assignment: RoomAssignment): void;
  /**
   * What tells a room's status at an instant: the assignments that cover it, and the last that has ended by
   * then.
   */
  around(roomId: string, at: string): readonly AssignmentRecord[];
  /** The rooms of which two assignments overlap after an instant. */
  roomsTwice(at: string): readonly string[];
  /** The assignments of a room that end after an instant. */
  ahead(roomId: string, at: string): readonly AssignmentRecord[];
};

export function createAssigned({ sql }: Scratch): Assigned {
  sql.exec('CREATE TABLE assigned (room TEXT, starts TEXT, ends TEXT, booking TEXT)');
  const insert = sql.prepare('INSERT INTO assigned VALUES (?, ?, ?, ?)');
  const covering = sql.prepare('SELECT * FROM assigned WHERE room = ? AND starts <= ? AND ends > ?');
  const passed = sql.prepare(
    'SELECT * FROM assigned WHERE room = ? AND ends <= ? ORDER BY ends DESC LIMIT 1',
  );
  const ahead = sql.prepare('SELECT * FROM assigned WHERE room = ? AND ends > ? ORDER BY starts');
  const twice = sql.prepare(`SELECT DISTINCT room FROM (
      SELECT room, starts, max(ends) OVER (PARTITION BY room ORDER BY starts
        ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS taken_until
      FROM assigned WHERE ends > ?) WHERE starts < taken_until`);
  let isIndexed = false;
  const index = () => {
    if (!isIndexed)
      sql.exec(`CREATE INDEX assigned_by_start ON assigned (room, starts);
        CREATE INDEX assigned_by_end ON assigned (room, ends)`);
    isIndexed = true;
  };
  return {
    add: ({ roomId, bookingId, slot }) => void insert.run(roomId, slot.start, slot.end, bookingId),
    around(roomId, at) {
      index();
      return [...covering.all(roomId, at, at), ...passed.all(roomId, at)].map(toAssignment);
    },
    roomsTwice: (at) => twice.all(at).map(({ room }) => String(room)),
    ahead(roomId, at) {
      index();
      return ahead.all(roomId, at).map(toAssignment);
    },
  };
}

function toAssignment({ booking, starts, ends }: Readonly<Record<string, unknown>>): AssignmentRecord {
  return { bookingId: String(booking), slot: { start: String(starts), end: String(ends) } };
}
