import { badUserInput, textArgument, uuidArgument } from '../../../platform/subgraph/arguments.ts';
import type { MutationResolvers } from '../schema.generated.ts';
import { toAuthorizePaymentResult } from './results.ts';

const CURRENCY = /^[A-Z]{3}$/;

export const mutations: MutationResolvers = {
  /** For other services, whose input is right: what is wrong is an error and no outcome. */
  async authorizePayment(_parent, { input }, { services, cause }) {
    const bookingId = uuidArgument('input.bookingId', input.bookingId);
    const customerId = textArgument('input.customerId', input.customerId);
    const paymentMethod = textArgument('input.paymentMethod', input.paymentMethod);
    const { amount } = input;
    if (amount.amount < 0) throw badUserInput('input.amount.amount must not be negative.');
    if (!CURRENCY.test(amount.currency))
      throw badUserInput('input.amount.currency must be an ISO 4217 code.');
    const command = { bookingId, customerId, amount, paymentMethod, cause };
    return toAuthorizePaymentResult(await services.authorizePayment(command), paymentMethod);
  },
};
