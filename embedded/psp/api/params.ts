import { z } from 'zod';
import { cardCurrency } from '../domain/amounts.ts';
import { type Failure, invalidRequest, missing } from '../domain/failure.ts';
import { findTestCard } from '../domain/payment-methods.ts';
import type { Form } from './form.ts';

/** The first error of a form in Stripe's terms, which name the parameter. */
export function failureOf([issue]: readonly z.core.$ZodIssue[], form: Form): Failure {
  if (issue === undefined) throw new Error('the schema reports no error');
  const path = issue.path.map(String);
  if (issue.code === 'unrecognized_keys') {
    const param = bracketed([...path, ...issue.keys.slice(0, 1)]);
    return invalidRequest(`Received unknown parameter: ${param}`, { code: 'parameter_unknown', param });
  }
  const param = bracketed(path);
  const value = path.reduce<string | Form | undefined>(
    (node, name) => (typeof node === 'object' ? node[name] : undefined),
    form,
  );
  if (value === undefined) {
    return invalidRequest(`Missing required param: ${param}.`, { code: 'parameter_missing', param });
  }
  if (issue.message === 'unknown payment method') return missing('PaymentMethod', String(value), param, 400);
  if (issue.message === 'not an integer') {
    return invalidRequest(`Invalid integer: ${String(value)}`, { code: 'parameter_invalid_integer', param });
  }
  return invalidRequest(`Invalid ${param}: ${issue.message}`, { param });
}

function bracketed([head = '', ...tail]: readonly string[]): string {
  return `${head}${tail.map((name) => `[${name}]`).join('')}`;
}

const integer = z
  .string()
  .regex(/^-?\d{1,16}$/, 'not an integer')
  .transform(Number);
const amount = integer.refine((value) => value >= 1, 'must be at least 1');
const currency = z
  .string()
  .transform((code) => code.toLowerCase())
  .refine((code) => cardCurrency(code) !== undefined, 'must be a supported ISO 4217 code');
const paymentMethod = z.string().refine((name) => findTestCard(name) !== undefined, 'unknown payment method');
const metadata = z.record(z.string().max(40), z.string().max(500));
const flag = z.enum(['true', 'false']).transform((text) => text === 'true');
const expand = z.record(z.string(), z.string()).transform((paths) => Object.values(paths));
const text = z.string().max(1000);
/** Parameters that Stripe accepts and the simulator ignores. */
const tolerated = z.unknown().optional();

const instant = integer.refine((value) => value >= 0, 'must be a Unix timestamp');
const bounds = z.strictObject({
  gt: instant.optional(),
  gte: instant.optional(),
  lt: instant.optional(),
  lte: instant.optional(),
});
/** Both bounds are inclusive; a missing bound is open. */
const created = z.union([
  instant.transform((at) => ({ from: at, to: at })),
  bounds.transform(({ gt, gte, lt, lte }) => ({
    from: gt === undefined ? gte : gt + 1,
    to: lt === undefined ? lte : lt - 1,
  })),
]);

const confirmation = {
  payment_method: paymentMethod.optional(),
  expand: expand.optional(),
  off_session: tolerated,
  return_url: z.url().max(2048).optional(),
  error_on_requires_action: flag.default(false),
  payment_method_options: tolerated,
  mandate_data: tolerated,
  setup_future_usage: tolerated,
  use_stripe_sdk: tolerated,
};
const paging = {
  limit: integer.refine((value) => value >= 1 && value <= 100, 'must be from 1 to 100').default(10),
  starting_after: z.string().optional(),
  created: created.optional(),
  expand: expand.optional(),
};

/** The parameters that select a page of a list. */
export type Paging = z.output<z.ZodObject<typeof paging>>;

/** The parameters of each request, by Stripe's names. */
export const schemas = {
  createIntent: z.strictObject({
    ...confirmation,
    amount,
    currency,
    capture_method: z.enum(['manual', 'automatic', 'automatic_async']).default('automatic'),
    confirm: flag.default(false),
    description: text.optional(),
    metadata: metadata.default({}),
    customer: text.optional(),
    receipt_email: text.optional(),
    allowed_payment_method_types: tolerated,
    automatic_payment_methods: tolerated,
    confirmation_method: tolerated,
    payment_method_types: tolerated,
    shipping: tolerated,
    statement_descriptor: tolerated,
    statement_descriptor_suffix: tolerated,
    transfer_group: tolerated,
  }),
  confirmIntent: z.strictObject({
    ...confirmation,
    capture_method: tolerated,
    receipt_email: tolerated,
    shipping: tolerated,
  }),
  captureIntent: z.strictObject({
    amount_to_capture: amount.optional(),
    expand: expand.optional(),
    final_capture: tolerated,
    statement_descriptor: tolerated,
    statement_descriptor_suffix: tolerated,
  }),
  cancelIntent: z.strictObject({
    cancellation_reason: z.enum(['duplicate', 'fraudulent', 'requested_by_customer', 'abandoned']).optional(),
    expand: expand.optional(),
  }),
  createRefund: z.strictObject({
    payment_intent: z.string().optional(),
    charge: z.string().optional(),
    amount: amount.optional(),
    reason: z.enum(['duplicate', 'fraudulent', 'requested_by_customer']).optional(),
    metadata: metadata.default({}),
    expand: expand.optional(),
    instructions_email: tolerated,
  }),
  retrieve: z.strictObject({ expand: expand.optional(), client_secret: tolerated }),
  listIntents: z.strictObject({ ...paging, customer: tolerated }),
  listRefunds: z.strictObject({
    ...paging,
    payment_intent: z.string().optional(),
    charge: z.string().optional(),
  }),
  listDisputes: z.strictObject({
    ...paging,
    payment_intent: z.string().optional(),
    charge: z.string().optional(),
  }),
  listEvents: z.strictObject({ ...paging, type: z.string().optional() }),
} as const;
