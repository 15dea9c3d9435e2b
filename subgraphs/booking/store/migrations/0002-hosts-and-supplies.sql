-- Rewriting a large table takes longer than a statement of a request may.
SET LOCAL statement_timeout = 0;

-- Amounts are as large as MinorUnits: up to 2^53-1. A booking knows the host of its room as of its latest event.
ALTER TABLE bookings ALTER COLUMN amount TYPE bigint, ADD COLUMN host_id text;

-- Rooms from before have no time zone until the event of their version is consumed again, and with it their
-- host and location. The folded texts are compared without upper and lower case.
ALTER TABLE rooms ALTER COLUMN amount TYPE bigint, ADD COLUMN host_id text, ADD COLUMN location text,
  ADD COLUMN time_zone text, ADD COLUMN folded_name text, ADD COLUMN folded_location text;
UPDATE rooms SET folded_name = lower(name);

CREATE INDEX rooms_by_host ON rooms (host_id);

-- What each room has at least one of, from the events of the supplies service.
CREATE TABLE room_supplies (
  room_id uuid PRIMARY KEY,
  version integer NOT NULL,
  names text[] NOT NULL
);
