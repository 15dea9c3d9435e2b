import { type Attempt, type IdempotencyConflict, once } from '../../../platform/idempotency/once.ts';
import type { CloseRoomOutcome, ReopenRoomOutcome } from '../application/close-room.ts';
import type { DeleteRoomOutcome } from '../application/delete-room.ts';
import type { RegisterRoomOutcome } from '../application/register-room.ts';
import type { UpdateRoomOutcome } from '../application/update-room.ts';
import type { MutationResolvers } from '../schema.generated.ts';
import type { RoomContext } from './context.ts';
import {
  toCloseRoomResult,
  toDeleteRoomResult,
  toRegisterRoomResult,
  toReopenRoomResult,
  toUpdateRoomResult,
} from './results.ts';

export const mutations: MutationResolvers = {
  async registerRoom(_parent, { input }, context) {
    const { services, cause } = context;
    const run = (attempt: Attempt) => services.registerRoom({ ...input, attempt, cause });
    const outcome = await decideOnce<RegisterRoomOutcome>(context, 'registerRoom', input, run);
    return toRegisterRoomResult(outcome, context);
  },

  async updateRoom(_parent, { input }, context) {
    const { services, cause } = context;
    const run = () => services.updateRoom({ ...input, cause });
    const outcome = await decideOnce<UpdateRoomOutcome>(context, 'updateRoom', input, run);
    return toUpdateRoomResult(outcome, context);
  },

  async deleteRoom(_parent, { input }, context) {
    const { services, cause } = context;
    const { id } = input;
    const cancelBookings = input.cancelBookings ?? false;
    const run = (attempt: Attempt) => services.deleteRoom({ id, cancelBookings, attempt, cause });
    const outcome = await decideOnce<DeleteRoomOutcome>(context, 'deleteRoom', input, run);
    return toDeleteRoomResult(outcome);
  },

  async closeRoom(_parent, { input }, context) {
    const { services, cause } = context;
    const run = () => services.closeRoom({ id: input.id, reason: input.reason, cause });
    const outcome = await decideOnce<CloseRoomOutcome>(context, 'closeRoom', input, run);
    return toCloseRoomResult(outcome, context);
  },

  async reopenRoom(_parent, { input }, context) {
    const { services, cause } = context;
    const run = () => services.reopenRoom({ id: input.id, cause });
    const outcome = await decideOnce<ReopenRoomOutcome>(context, 'reopenRoom', input, run);
    return toReopenRoomResult(outcome, context);
  },
};

/** Bad input, no such room, a service that is away: nothing was decided, and the key stays free. */
const UNDECIDED: ReadonlySet<string> = new Set(['InvalidInput', 'NotFound', 'SuppliesUnavailable']);

/** Runs a mutation once for its key. */
function decideOnce<Outcome extends { readonly kind: string }>(
  { services, identity }: RoomContext,
  mutation: string,
  input: { readonly idempotencyKey?: string | null },
  run: (attempt: Attempt) => Promise<Outcome>,
): Promise<Outcome | IdempotencyConflict> {
  return once<Outcome>({
    store: services.idempotency,
    caller: identity.subject,
    mutation,
    input,
    isFinal: ({ kind }) => !UNDECIDED.has(kind),
    run,
  });
}
