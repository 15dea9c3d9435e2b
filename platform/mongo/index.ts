export { createMongoAggregateStore, type MongoAggregateStoreOptions } from './aggregate-store.ts';
export {
  connectMongo,
  createOutageCheck,
  isDuplicateKey,
  type MongoLink,
  type MongoOptions,
} from './connection.ts';
export { createKeyIndexes, createMongoIdempotencyStore, deleteExpiredKeys } from './idempotency.ts';
export { publishWaiting, readHistory, readPublished } from './outbox.ts';
export {
  type AggregateDocument,
  type AggregateModels,
  aggregateSchema,
  COLLECTION,
  EMBEDDED,
  type EventModels,
  type HistoryDocument,
  historySchema,
  openAggregates,
  type Stored,
  type WaitingEvent,
} from './schemas.ts';
