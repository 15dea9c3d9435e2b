-- What waits to be published: a row beside its event, taken away when the event is in the stream. A flag on the event
-- would cost its row and all its index entries a second time.
CREATE TABLE outbox (
  position bigint PRIMARY KEY
) WITH (
  -- Rows come and go all the time and there are few: what they leave behind is cleaned up by number, not by share.
  autovacuum_vacuum_threshold = 5000,
  autovacuum_vacuum_scale_factor = 0
);

-- The relay reads these rows and not "position > last": positions are given before commit, so a reader that remembers
-- the last one would pass over the rows of slower transactions for good.
INSERT INTO outbox (position) SELECT position FROM events WHERE NOT published;

-- With the flag goes the index of those that were not published. Ids are made to be unique (UUID v7): nothing reads by them.
ALTER TABLE events DROP COLUMN published, DROP CONSTRAINT events_id_key;
