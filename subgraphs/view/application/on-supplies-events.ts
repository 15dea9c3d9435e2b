import { foldText } from '../../../platform/text/fold.ts';
import { supplySnapshotEvents } from '../../../schema/events/supplies.ts';
import { type Projection, project } from './projection.ts';

/** What each room is equipped with. */
export const suppliesProjections: readonly Projection[] = project(
  'stocks',
  supplySnapshotEvents,
  ({ room, supplies }, { version }) => ({
    roomId: room.id,
    version,
    names: supplies.map(({ name }) => name),
    foldedNames: supplies.map(({ name }) => foldText(name)),
    quantities: supplies.map(({ quantity }) => quantity),
    available: supplies.filter(({ quantity }) => quantity >= 1).map(({ name }) => foldText(name)),
  }),
);
