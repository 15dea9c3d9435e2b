import { mostBytesOf } from '../../../platform/text/faults.ts';
import { LARGEST_QUANTITY, LONGEST_NAME } from '../domain/supply-line.ts';

/** The fields of a supply line as mongoose's schemas declare them. */
export const SUPPLY_LINE = {
  name: { type: String, required: true, maxlength: mostBytesOf(LONGEST_NAME) },
  quantity: { type: Number, required: true, min: 0, max: LARGEST_QUANTITY, validate: Number.isInteger },
} as const;
