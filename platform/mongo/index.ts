export { createMongoAggregateStore, type MongoAggregateStoreOptions } from './aggregate-store.ts';
export { connectMongo, isDuplicateKey, type MongoLink, type MongoOptions } from './connection.ts';
export {
  type AggregateCollections,
  type AggregateDocument,
  type HistoryDocument,
  openAggregates,
  type WaitingEvent,
} from './documents.ts';
export { createMongoIdempotencyStore, deleteExpiredKeys } from './idempotency.ts';
export { createOutageCheck } from './outage.ts';
export { publishWaiting, readHistory, readPublished } from './outbox.ts';
