-- How many tries of a claim are at work, those that were cut off included.
ALTER TABLE idempotency_keys ADD COLUMN tries integer NOT NULL DEFAULT 1;
