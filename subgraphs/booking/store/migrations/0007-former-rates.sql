-- The rates that the room had lately, each with the instant until which it was the rate here, newest first: a
-- price that was named is honoured for a while.
ALTER TABLE rooms ADD COLUMN former_rates jsonb NOT NULL DEFAULT '[]';
