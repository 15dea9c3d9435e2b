import { errorMessage } from '../../platform/errors.ts';
import type { Logger } from '../../platform/telemetry/logger.ts';
import type { OperationContext } from '../context.ts';
import type { ExecutionResult } from '../execution/state.ts';
import { resultOf } from '../operations/operations.ts';
import type { StreamEvent } from './event-source.ts';
import { aggregateOf } from './topic.ts';

export type ChangeKind = 'SNAPSHOT' | 'CHANGE';

/** The payloads of one event by kind. */
export type PayloadsByKind = { readonly [Kind in ChangeKind]?: Payload };

/** The result of an event for all who share its execution, serialised once. */
export type Payload = {
  readonly sequence: number;
  readonly aggregate: string;
  /** A GraphQL result as JSON. */
  readonly body: Buffer;
};

/** The payload of an execution's result. Masked errors are logged. */
export function createPayload(
  event: StreamEvent,
  outcome: ExecutionResult,
  context: Pick<OperationContext, 'correlationId' | 'log'>,
): Payload {
  const { text } = resultOf(outcome, context);
  return { sequence: event.sequence, aggregate: aggregateOf(event), body: Buffer.from(text) };
}

/** The payload of an event whose execution failed: a masked error. */
export function createFaultPayload(event: StreamEvent, fault: unknown, log: Logger): Payload {
  const error = { message: errorMessage(fault), cause: fault };
  const { correlationId } = event;
  return createPayload(event, { data: 'null', errors: [error] }, { correlationId, log });
}

/** A result with added extensions. */
export function withExtensions(body: Buffer, extensions: object): Buffer {
  const addition = `,"extensions":${JSON.stringify(extensions)}}`;
  return Buffer.concat([body.subarray(0, -1), Buffer.from(addition)]);
}
