import { newId } from '../identifiers.ts';

/** What a change goes back to. It travels from the HTTP request through every event and log line. */
export type Cause = {
  /** Ties together everything that one business case does in all services. */
  readonly correlationId: string;
  /** The id of the request, command or event that directly causes the change. */
  readonly causationId: string;
  /** W3C trace context. */
  readonly traceparent?: string | undefined;
};

/**
 * The cause of work without a request or an event, such as that of a scheduled job: it begins a business case
 * of its own.
 */
export function newCause(): Cause {
  const id = newId();
  return { correlationId: id, causationId: id };
}
