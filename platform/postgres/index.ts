export {
  type AppendEvents,
  appendEvents,
  type Change,
  type Handled,
  markHandled,
  publishWaiting,
  readHistory,
  readPublished,
} from './event-log.ts';
export { createPostgresIdempotencyStore } from './idempotency.ts';
export { type Migrations, migrate } from './migrate.ts';
export {
  createOutageCheck,
  createPool,
  EXCLUSION_VIOLATION,
  type Pool,
  type PoolClient,
  transaction,
  UNIQUE_VIOLATION,
} from './pool.ts';
export { deleteExpiredInboxEntries, deleteExpiredKeys, RETENTION_BATCH } from './retention.ts';
