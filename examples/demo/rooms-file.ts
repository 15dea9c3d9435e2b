import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import type { RegisterRoomInput } from '../documents.generated.ts';

const wholeNumber = z.coerce.number<string>().int();

const row = z.object({
  name: z.string(),
  description: z.string(),
  location: z.string(),
  capacity: wholeNumber,
  /** In minor units. */
  'hourly rate': wholeNumber,
  currency: z.string(),
  'time zone': z.string(),
  /** Such as `Whiteboard x4; Projector x2`; the standard supplies if empty. */
  supplies: z.string(),
});

/** Reads the rooms of a CSV file. Throws if a row lacks a column, or has no number where one is required. */
export function readRooms(file: string): readonly RegisterRoomInput[] {
  const rows: unknown[] = parse(readFileSync(file), {
    columns: true,
    bom: true,
    trim: true,
    skip_empty_lines: true,
  });
  return rows.map((each, index) => {
    const parsed = row.safeParse(each);
    if (!parsed.success) throw new Error(`Row ${index + 1} of ${file}: ${z.prettifyError(parsed.error)}`);
    const { name, description, location, capacity, currency, supplies } = parsed.data;
    return {
      name,
      ...(description ? { description } : {}),
      location,
      capacity,
      hourlyRate: { amount: parsed.data['hourly rate'], currency },
      timeZone: parsed.data['time zone'],
      ...(supplies ? { supplies: readSupplies(supplies, index) } : {}),
    };
  });
}

function readSupplies(text: string, index: number): { name: string; quantity: number }[] {
  return text.split(';').map((item) => {
    const match = /^\s*(.+?) x(\d+)\s*$/.exec(item);
    if (!match?.[1]) throw new Error(`Row ${index + 1}: "${item}" is no supply such as "Whiteboard x4"`);
    return { name: match[1], quantity: Number(match[2]) };
  });
}
