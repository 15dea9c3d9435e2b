-- The operators of the exclusion constraint below; shared by all schemas of the database.
CREATE EXTENSION IF NOT EXISTS btree_gist SCHEMA public;

CREATE TABLE bookings (
  id uuid PRIMARY KEY,
  version integer NOT NULL,
  status text NOT NULL
    CHECK (status IN ('REQUESTED', 'PAID', 'CONFIRMED', 'COMPLETED', 'REJECTED', 'CANCELLED')),
  room_id uuid NOT NULL,
  room_name text NOT NULL,
  customer_id text NOT NULL,
  slot tstzrange NOT NULL CHECK (NOT isempty(slot)),
  amount integer NOT NULL CHECK (amount >= 0),
  currency text NOT NULL,
  requested_at timestamptz NOT NULL,
  rejection_reason text,
  decline_code text,
  cancelled_at timestamptz,
  cancelled_by text,
  cancellation_reason text,

  -- The heart of it: no two bookings hold one room at one instant, whatever the services do.
  CONSTRAINT one_booking_per_room_and_instant EXCLUDE USING gist (room_id WITH =, slot WITH &&)
    WHERE (status NOT IN ('REJECTED', 'CANCELLED'))
);

-- Lists are read newest first by id (UUID v7), or by the start of the slot.
CREATE INDEX bookings_by_customer ON bookings (customer_id, id DESC);
CREATE INDEX bookings_by_room ON bookings (room_id, lower(slot), id);
-- What the clock looks for.
CREATE INDEX bookings_to_complete ON bookings (upper(slot)) WHERE status = 'CONFIRMED';
CREATE INDEX bookings_to_release ON bookings (requested_at) WHERE status = 'REQUESTED';

-- The replica of the rooms, from the events of the room service.
CREATE TABLE rooms (
  id uuid PRIMARY KEY,
  version integer NOT NULL,
  name text NOT NULL,
  capacity integer NOT NULL,
  amount integer NOT NULL,
  currency text NOT NULL,
  closed boolean NOT NULL,
  deleted boolean NOT NULL
);
