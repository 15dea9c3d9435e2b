-- Rewriting a large table and building its indexes takes longer than a statement of a request may: about a minute for a
-- million bookings, while other instances wait.
SET LOCAL statement_timeout = 0;
SET LOCAL maintenance_work_mem = '256MB';

-- Dropped before the table is rewritten, which would build them again.
DROP INDEX bookings_by_customer, bookings_by_room, bookings_by_customer_and_slot, bookings_by_slot, bookings_to_complete,
  bookings_to_release;
ALTER TABLE bookings DROP CONSTRAINT one_booking_per_room_and_instant;

-- What indexes tell of the status. A booking is OPEN until it ends in one way or another, so that none of its steps
-- until then changes an indexed column: such an update is heap-only and writes to no index (ADR 0043).
ALTER TABLE bookings
  ADD COLUMN stage text NOT NULL GENERATED ALWAYS AS (
    CASE WHEN status IN ('REQUESTED', 'PAID', 'CONFIRMED') THEN 'OPEN' ELSE status END) STORED,
  ADD COLUMN holds boolean NOT NULL GENERATED ALWAYS AS (status NOT IN ('REJECTED', 'CANCELLED')) STORED;

-- A page keeps room for the two further versions that a booking has until it is confirmed.
ALTER TABLE bookings SET (fillfactor = 70);
-- An answer is longer than the row that waits for it.
ALTER TABLE idempotency_keys SET (fillfactor = 40);

-- No two bookings hold one room at one instant, whatever the services do.
ALTER TABLE bookings ADD CONSTRAINT one_booking_per_room_and_instant
  EXCLUDE USING gist (room_id WITH =, slot WITH &&) WHERE (holds);

-- Lists by the time of the request, which is the order of ids (UUID v7), and by the start of the slot. A list of all
-- stages is merged from one scan for each. Slots of one room that are held do not overlap, so that the last one that
-- has begun tells what is held at an instant.
CREATE INDEX bookings_by_stage ON bookings (stage, id);
CREATE INDEX bookings_by_stage_and_slot ON bookings (stage, lower(slot), id);
CREATE INDEX bookings_by_customer ON bookings (customer_id, stage, id);
CREATE INDEX bookings_by_customer_and_slot ON bookings (customer_id, stage, lower(slot), id);
CREATE INDEX bookings_by_room ON bookings (room_id, stage, id);
CREATE INDEX bookings_by_room_and_slot ON bookings (room_id, holds, lower(slot), id);
-- Few are that long. With them apart, what lasts at an instant is found among what began shortly before it.
CREATE INDEX bookings_long ON bookings (lower(slot), id) WHERE upper(slot) - lower(slot) > interval '2 hours';
-- What the clock looks for.
CREATE INDEX bookings_to_complete ON bookings (upper(slot)) WHERE stage = 'OPEN';

-- The bookings that are not confirmed yet: REQUESTED or PAID. An index of them would cost each step of a booking.
CREATE TABLE pending_bookings (
  booking_id uuid PRIMARY KEY,
  room_id uuid NOT NULL,
  customer_id text NOT NULL
) WITH (
  -- Rows come and go all the time and there are few: what they leave behind is cleaned up by number, not by share.
  autovacuum_vacuum_threshold = 5000,
  autovacuum_vacuum_scale_factor = 0
);
INSERT INTO pending_bookings SELECT id, room_id, customer_id FROM bookings WHERE status IN ('REQUESTED', 'PAID');

-- Conditions on rooms: one that few rooms meet is looked up, one that many meet is checked in the order of the list.
-- A text contains another one only if it has all of its pairs of characters, whatever the script.
CREATE FUNCTION bigrams(value text) RETURNS text[] LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  RETURN ARRAY(SELECT DISTINCT substr(value, place, 2) FROM generate_series(1, char_length(value) - 1) AS place);
CREATE INDEX rooms_by_name ON rooms USING gin (bigrams(folded_name));
CREATE INDEX rooms_by_location ON rooms USING gin (bigrams(folded_location));
CREATE INDEX rooms_by_capacity ON rooms (capacity);
CREATE INDEX rooms_by_rate ON rooms (currency, amount);
CREATE INDEX room_supplies_by_name ON room_supplies USING gin (names);
DROP INDEX rooms_by_host;
CREATE INDEX rooms_by_host ON rooms (host_id, id);
