import type DataLoader from 'dataloader';
import type { RequestContext } from '../../../platform/subgraph/index.ts';
import type { createAuthorizePayment } from '../application/authorize-payment.ts';
import type { PaymentQueries, VisiblePayment } from '../application/ports.ts';

/** What the resolvers work with; the same for all requests. */
export type PaymentServices = {
  readonly authorizePayment: ReturnType<typeof createAuthorizePayment>;
  readonly queries: PaymentQueries;
};

/** Batches the reads of one request. */
export type PaymentLoaders = {
  readonly byId: DataLoader<string, VisiblePayment | undefined>;
  readonly byBooking: DataLoader<string, VisiblePayment | undefined>;
};

export type PaymentContext = RequestContext & {
  readonly services: PaymentServices;
  readonly loaders: PaymentLoaders;
};
