-- What happened, in order: the history of every aggregate, and the outbox of this service in one table.
CREATE TABLE events (
  position bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  id uuid NOT NULL UNIQUE,
  type text NOT NULL,
  aggregate_id uuid NOT NULL,
  version integer NOT NULL,
  data jsonb NOT NULL,
  occurred_at timestamptz NOT NULL,
  correlation_id text NOT NULL,
  causation_id text NOT NULL,
  traceparent text,
  published boolean NOT NULL DEFAULT false,
  UNIQUE (aggregate_id, version)
);

-- The relay reads by this flag and not by "position > last": positions are given before commit, so a reader that
-- remembers the last one would pass over the rows of slower transactions for good.
CREATE INDEX events_unpublished ON events (position) WHERE NOT published;

-- Events of other services whose effect is stored: each row is written together with that effect.
CREATE TABLE inbox (
  event_id uuid PRIMARY KEY,
  handled_at timestamptz NOT NULL DEFAULT now()
);

-- What was answered under which idempotency key. The key is a hash of caller, mutation and the caller's own key.
CREATE TABLE idempotency_keys (
  key text PRIMARY KEY,
  fingerprint text NOT NULL,
  command_id uuid NOT NULL,
  outcome jsonb,
  claimed_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX idempotency_keys_by_age ON idempotency_keys (claimed_at);
