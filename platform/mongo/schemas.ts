import { type InferRawDocType, type Model, Schema } from 'mongoose';
import type { MongoLink } from './connection.ts';

/**
 * A field that no schema declares is refused, in documents and in filters. Values are stored as they are
 * given.
 */
const STRICT = {
  strict: 'throw',
  strictQuery: 'throw',
  id: false,
  versionKey: false,
  minimize: false,
} as const;

/** Options of the schema of a collection. The collection is created with its first document. */
export const COLLECTION = { ...STRICT, autoIndex: false, autoCreate: false } as const;

/** Options of the schema of an object inside a document. */
export const EMBEDDED = { ...STRICT, _id: false } as const;

/**
 * What a schema declares, as it is stored. Inferred as the type of a field, because only there `_id: false`
 * counts.
 */
export type Stored<Declaration extends Schema> = DeepReadonly<
  InferRawDocType<{ readonly stored: { readonly type: Declaration; readonly required: true } }>['stored']
>;

type DeepReadonly<Value> = unknown extends Value
  ? unknown
  : Value extends Date
    ? Value
    : Value extends readonly (infer Item)[]
      ? readonly DeepReadonly<Item>[]
      : Value extends object
        ? { readonly [Key in keyof Value]: DeepReadonly<Value[Key]> | AbsentIfOptional<Value, Key> }
        : Value;

/** An undefined value is not stored (`ignoreUndefined`), so an optional field may have it. */
type AbsentIfOptional<Value, Key extends keyof Value> =
  Record<never, never> extends Pick<Value, Key> ? undefined : never;

const TEXT = { type: String, required: true } as const;
const POSITIVE = { type: Number, required: true, min: 1, validate: Number.isInteger } as const;

const causeSchema = new Schema(
  { correlationId: TEXT, causationId: TEXT, traceparent: { type: String, allowNull: false } },
  EMBEDDED,
);

/** The fields of an event that are the same before and after it is published. */
const EVENT = {
  type: TEXT,
  /** The aggregate's version after the event. */
  version: POSITIVE,
  time: TEXT,
  cause: { type: causeSchema, required: true },
  /** Events have schemas of their own (`schema/events/`). */
  data: { type: Schema.Types.Mixed, required: true },
} as const;

const waitingEventSchema = new Schema({ id: TEXT, ...EVENT }, EMBEDDED);

/** What all aggregates have besides their state. */
const envelopeSchema = new Schema(
  {
    _id: TEXT,
    /** Counts the writes. Each write names the revision that it was decided on. */
    revision: POSITIVE,
    /** Counts the published events, without gaps. */
    version: { type: Number, required: true, min: 0, validate: Number.isInteger },
    outbox: { type: [waitingEventSchema], required: true },
  },
  COLLECTION,
);

/**
 * Matches documents with waiting events: every id is greater than the empty string. The index serves this
 * form only.
 */
export const HAS_WAITING = { 'outbox.id': { $gt: '' } } as const;

/** The index that serves it. */
export const WAITING_INDEX = 'waiting';

/** Published events, each under its own id. */
export const historySchema = new Schema(
  { _id: TEXT, aggregateId: TEXT, ...EVENT },
  { ...COLLECTION, collection: 'history' },
)
  .index({ aggregateId: 1, version: 1 }, { name: 'by_aggregate' })
  .index({ 'cause.causationId': 1, aggregateId: 1 }, { name: 'by_causation' });

/** An event that waits in its aggregate's document to be published. */
export type WaitingEvent = Stored<typeof waitingEventSchema>;

/** The part of an aggregate's document that is the same for all kinds of aggregates. */
export type Envelope = Stored<typeof envelopeSchema>;

/**
 * An aggregate: its state and the events that are not published yet, in one document and so in one atomic
 * step.
 */
export type AggregateDocument<State> = Envelope & { readonly state: State };

export type HistoryDocument = Stored<typeof historySchema>;

/** The models of the events of one kind of aggregates, before and after they are published. */
export type EventModels = {
  /** The documents of the aggregates, without their state. */
  readonly envelopes: Model<Envelope>;
  /** The published events of all kinds of aggregates. */
  readonly history: Model<HistoryDocument>;
};

/** The models of one kind of aggregates. */
export type AggregateModels<State> = EventModels & {
  /** The documents of the aggregates. At run time, this and `envelopes` are the same model. */
  readonly aggregates: Model<AggregateDocument<State>>;
};

/**
 * Declares a collection of aggregates. Further indexes, by fields under `state`, are added with `index`.
 *
 * @param collection its name, such as `rooms`
 * @param state declares what is stored under `state`
 */
export function aggregateSchema<State extends Schema>(collection: string, state: State): Schema {
  const schema: Schema = envelopeSchema.clone();
  schema.set('collection', collection);
  schema.add({ state: { type: state, required: true } });
  // Sparse: it contains only documents with waiting events, so that a sweep costs nothing when there are
  // none.
  schema.index({ 'outbox.id': 1 }, { name: WAITING_INDEX, sparse: true });
  return schema;
}

/**
 * Builds the models of one kind of aggregates, and creates the indexes that their schemas declare.
 *
 * @typeParam State what the schema declares under `state`
 */
export async function openAggregates<State>(
  mongoLink: MongoLink,
  schema: Schema,
): Promise<AggregateModels<State>> {
  const aggregates = mongoLink.model<AggregateDocument<State>>(schema);
  const envelopes = mongoLink.model<Envelope>(schema);
  const history = mongoLink.model<HistoryDocument>(historySchema);
  await aggregates.createIndexes();
  await history.createIndexes();
  return { aggregates, envelopes, history };
}
