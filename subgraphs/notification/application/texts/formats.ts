import { LRUCache } from 'lru-cache';
import { decimalOf } from '../../../../platform/currency.ts';
import type { Money } from '../../../../platform/decisions/values.ts';
import type { Slot } from '../../domain/message.ts';

/** How times and money are written in a language. */
export type Formats = {
  /** A slot in the room's time zone, which is part of the text. */
  readonly period: (slot: Slot) => string;
  readonly money: (money: Money) => string;
};

/** Formatters are expensive to create. Each locale has one for each time zone and currency in use. */
const MOST_FORMATTERS = 500;
const periods = new LRUCache<string, Intl.DateTimeFormat>({ max: MOST_FORMATTERS });
const amounts = new LRUCache<string, Intl.NumberFormat>({ max: MOST_FORMATTERS });
/** A booking has several messages, and rooms are booked for the same hours: a range takes 30 µs to write. */
const written = new LRUCache<string, string>({ max: 2_000 });

/**
 * The formats of a locale, such as `ko-KR`.
 *
 * @param timeZone of the room; null writes times in UTC
 */
export function formatsOf(locale: string, timeZone: string | null): Formats {
  return {
    period(slot) {
      const key = `${locale} ${timeZone} ${slot.start} ${slot.end}`;
      const known = written.get(key);
      if (known !== undefined) return known;
      const text = write(slot, periodFormat(locale, timeZone ?? 'UTC'));
      written.set(key, text);
      return text;
    },

    money(money) {
      const decimal = decimalOf(money);
      const decimals = decimal.split('.')[1]?.length ?? 0;
      // The text of a number, which Intl formats exactly: a number of JavaScript would round large amounts.
      return amountFormat(locale, money.currency, decimals).format(decimal as `${number}`);
    },
  };
}

function write(slot: Slot, format: Intl.DateTimeFormat): string {
  const start = new Date(slot.start);
  const end = new Date(slot.end);
  const text =
    zoneAt(start, format) === zoneAt(end, format)
      ? format.formatRange(start, end)
      : `${format.format(start)}${separatorOf(format)}${format.format(end)}`;
  // Intl's thin and narrow spaces are missing in some fonts and in plain e-mails.
  return text.replaceAll(/[\u2009\u202f]/g, ' ');
}

/**
 * The name of the zone at an instant, such as EST or EDT. Intl writes one name for both ends of a range, so
 * that a range in which the clocks change would end before it starts, or have no end.
 */
function zoneAt(instant: Date, format: Intl.DateTimeFormat): string | undefined {
  return format.formatToParts(instant).find(({ type }) => type === 'timeZoneName')?.value;
}

/** What the locale writes between two ends that have no part in common. */
function separatorOf(format: Intl.DateTimeFormat): string {
  const parts = format.formatRangeToParts(Date.UTC(2000, 0), Date.UTC(2001, 6));
  return parts.find(({ source }) => source === 'shared')?.value ?? ' – ';
}

function periodFormat(locale: string, timeZone: string): Intl.DateTimeFormat {
  const key = `${locale} ${timeZone}`;
  const known = periods.get(key);
  if (known) return known;
  const format = new Intl.DateTimeFormat(locale, {
    weekday: 'short',
    year: 'numeric',
    month: 'short',
    day: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
    timeZone,
    timeZoneName: 'short',
  });
  periods.set(key, format);
  return format;
}

function amountFormat(locale: string, currency: string, decimals: number): Intl.NumberFormat {
  const key = `${locale} ${currency}`;
  const known = amounts.get(key);
  if (known) return known;
  const format = new Intl.NumberFormat(locale, {
    style: 'currency',
    currency,
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  });
  amounts.set(key, format);
  return format;
}
