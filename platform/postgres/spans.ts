import type { SpanOptions } from '../telemetry/tracing.ts';
import { isRecord } from '../type-guards.ts';

/**
 * The span of a statement, named after the prepared statement or the first word of its text. Neither the text
 * nor the values are recorded.
 *
 * @param statement as the client takes it: a text, or an object with a name or a text
 */
export function statementSpan(statement: unknown): SpanOptions {
  return databaseSpan(summaryOf(statement));
}

/** The span of work on one connection, usually a transaction of several statements. */
export const TRANSACTION_SPAN = () => databaseSpan('transaction');

function databaseSpan(summary: string): SpanOptions {
  return {
    name: summary,
    kind: 'client',
    attributes: { 'db.system.name': 'postgresql', 'db.query.summary': summary },
  };
}

function summaryOf(statement: unknown): string {
  if (isRecord(statement) && typeof statement.name === 'string') return statement.name;
  const text = isRecord(statement) ? statement.text : statement;
  return /[a-z]+/i.exec(String(text))?.[0].toUpperCase() ?? 'query';
}
