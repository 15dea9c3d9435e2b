-- The people of whom other services keep something that they did, so that an erasure can tell whom it concerns.
CREATE TABLE known_customers (
  id text PRIMARY KEY
);

-- Erasures of what is stored about a customer. What remains of one that is finished names nobody.
CREATE TABLE erasures (
  id uuid PRIMARY KEY,
  -- The number of events that were published about it.
  version integer NOT NULL,
  -- Null when it is finished.
  customer_id text UNIQUE,
  pseudonym text NOT NULL UNIQUE,
  requested_at timestamptz NOT NULL,
  finished_at timestamptz,
  CHECK ((customer_id IS NULL) = (finished_at IS NOT NULL))
);
