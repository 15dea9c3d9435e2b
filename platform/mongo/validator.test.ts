import { Schema } from 'mongoose';
import { expect, test } from 'vitest';
import { EMBEDDED } from './schemas.ts';
import { createValidator } from './validator.ts';

const line = new Schema({ name: { type: String, required: true, maxlength: 5 } }, EMBEDDED);
const validate = createValidator(
  'orders',
  new Schema(
    {
      state: { type: String, required: true, enum: ['OPEN', 'SENT'] },
      amount: { type: Number, required: true, min: 1, validate: Number.isInteger },
      first: { type: line, required: true },
      lines: { type: [line], required: true },
      note: String,
      paid: { type: Boolean, allowNull: false },
      sentAt: {
        type: String,
        required(this: { readonly state?: unknown }) {
          return this.state === 'SENT';
        },
      },
      data: Schema.Types.Mixed,
      labels: { type: [String], default: undefined, allowNull: false },
    },
    EMBEDDED,
  ),
);
const order = { state: 'OPEN', amount: 1, first: { name: 'Chair' }, lines: [] };

test.each<[string, object]>([
  ['all required fields', {}],
  ['null in an optional field', { note: null }],
  ['undefined in an optional field', { note: undefined, paid: undefined }],
  ['a conditionally required field', { state: 'SENT', sentAt: 'now' }],
  ['anything in a mixed field', { data: { a: [1, 'b'] } }],
  ['texts in a list of texts', { labels: ['a', ''] }],
])('a document is accepted with %s', (_what, change) => {
  expect(() => validate({ ...order, ...change })).not.toThrow();
});

test.each<[string, object, string]>([
  ['without a required field', { amount: undefined }, 'orders: Path `amount` is required.'],
  ['with null in a required field', { amount: null }, 'orders: Path `amount` is required.'],
  [
    'with a number below the range',
    { amount: 0 },
    'orders: Path `amount` (0) is less than minimum allowed value (1).',
  ],
  [
    'with a value that a validator of its own refuses',
    { amount: 1.5 },
    'orders: Validator failed for path `amount`',
  ],
  ['with a text for a number', { amount: '1' }, 'orders: Path `amount` is not of type Number.'],
  ['with NaN for a number', { amount: Number.NaN }, 'orders: Path `amount` is not of type Number.'],
  ['with null where it is not allowed', { paid: null }, 'orders: Path `paid` '],
  ['with an unknown value of an enumeration', { state: 'GONE' }, 'orders: `GONE` is not a valid enum value'],
  ['without a conditionally required field', { state: 'SENT' }, 'orders: Path `sentAt` is required.'],
  [
    'with a number in a list of texts',
    { labels: ['a', 1] },
    'orders: Path `labels.1` is not of type String.',
  ],
  ['with a text for a list of texts', { labels: 'a' }, 'orders: Path `labels` is not of type Array.'],
  ['with an undeclared field', { extra: 1 }, 'orders: Field `extra` is not in the schema.'],
  ['with a wrong embedded object', { first: {} }, 'orders: Path `first.name` is required.'],
  ['with a text for an embedded object', { first: 'a' }, 'orders: Path `first` is not of type Embedded.'],
  ['with a wrong item of a list', { lines: [{ name: 'Chair' }, { name: 'Tables' }] }, '`lines.1.name`'],
  ['with null for an item of a list', { lines: [null] }, 'orders: Path `lines.0` is not of type Embedded.'],
  ['with an object for a list', { lines: {} }, 'orders: Path `lines` is not of type Array.'],
])('a document is refused %s', (_what, change, message) => {
  expect(() => validate({ ...order, ...change })).toThrow(message);
});

test('a schema with a type that cannot be checked is refused', () => {
  expect(() => createValidator('orders', new Schema({ tags: [Buffer] }, EMBEDDED))).toThrow('tags');
});
