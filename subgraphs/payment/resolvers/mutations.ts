import { LONGEST_SUBJECT } from '../../../platform/identity/subject.ts';
import {
  badUserInput,
  moneyArgument,
  textArgument,
  uuidArgument,
} from '../../../platform/subgraph/arguments.ts';
import { executeOnce } from '../../../platform/subgraph/mutation.ts';
import type { MutationResolvers } from '../schema.generated.ts';
import { toAuthorizePaymentResult, toRetryRefundResult, toSettleRefundResult } from './results.ts';

/** The longest that booking takes. */
const LONGEST_PAYMENT_METHOD = 255;

export const mutations: MutationResolvers = {
  /** For other services, whose input is right: what is wrong is an error and no outcome. */
  async authorizePayment(_parent, { input }, { services, cause }) {
    const bookingId = uuidArgument('input.bookingId', input.bookingId);
    const roomId = uuidArgument('input.roomId', input.roomId);
    const customerId = textArgument('input.customerId', input.customerId, LONGEST_SUBJECT);
    const paymentMethod = textArgument('input.paymentMethod', input.paymentMethod, LONGEST_PAYMENT_METHOD);
    const amount = moneyArgument('input.amount', input.amount);
    if (amount.amount < 0) throw badUserInput('input.amount.amount must not be negative.');
    const command = { bookingId, roomId, customerId, amount, paymentMethod, cause };
    return toAuthorizePaymentResult(await services.authorizePayment(command), paymentMethod);
  },

  /** For other services, too. */
  async confirmAuthorization(_parent, { input }, { services, cause }) {
    const bookingId = uuidArgument('input.bookingId', input.bookingId);
    return toAuthorizePaymentResult(await services.confirmAuthorization({ bookingId, cause }));
  },

  async retryRefund(_parent, { input }, context) {
    const outcome = await executeOnce(context, 'retryRefund', input, context.services.retryRefund);
    return toRetryRefundResult(outcome, context);
  },

  async settleRefund(_parent, { input }, context) {
    const outcome = await executeOnce(context, 'settleRefund', input, context.services.settleRefund);
    return toSettleRefundResult(outcome, context);
  },
};
