-- The tables of the views. `version` is that of the aggregate after the event that a row is from: a row gives
-- way to one of a higher version only. Indexes have the names that PostgreSQL gives them, because a rebuild
-- copies the tables with their indexes (docs/views.md).

CREATE TABLE rooms (
  id uuid PRIMARY KEY,
  version integer NOT NULL,
  host_id text,
  name text NOT NULL,
  location text,
  -- As they are searched.
  folded_name text NOT NULL,
  folded_location text,
  capacity integer NOT NULL,
  amount bigint NOT NULL,
  currency text NOT NULL,
  -- A deleted room is kept, so that an earlier event that comes late does not bring it back.
  deleted boolean NOT NULL
);
CREATE INDEX ON rooms (host_id);

CREATE TABLE room_statuses (
  room_id uuid PRIMARY KEY,
  version integer NOT NULL,
  status text NOT NULL,
  since timestamptz NOT NULL,
  booking_id uuid
);

CREATE TABLE bookings (
  id uuid PRIMARY KEY,
  version integer NOT NULL,
  room_id uuid NOT NULL,
  room_name text NOT NULL,
  customer_id text NOT NULL,
  status text NOT NULL,
  starts_at timestamptz NOT NULL,
  ends_at timestamptz NOT NULL,
  amount bigint NOT NULL,
  currency text NOT NULL
);
-- The page of a customer is read newest first by id (UUID v7).
CREATE INDEX ON bookings (customer_id, id DESC);
-- The next booking of a room. Bookings that are over are not in the index: it grows with what lies ahead.
CREATE INDEX ON bookings (room_id, starts_at) WHERE status IN ('PAID', 'CONFIRMED');

CREATE TABLE payments (
  booking_id uuid PRIMARY KEY,
  version integer NOT NULL,
  status text NOT NULL
);

CREATE TABLE stocks (
  room_id uuid PRIMARY KEY,
  version integer NOT NULL,
  names text[] NOT NULL,
  folded_names text[] NOT NULL,
  quantities integer[] NOT NULL,
  -- The folded names of what there is at least one of.
  available text[] NOT NULL
);

CREATE TABLE courses (
  id uuid PRIMARY KEY,
  version integer NOT NULL,
  title text NOT NULL,
  stop_count integer NOT NULL,
  deleted boolean NOT NULL
);

-- What people think of a room or a course.
CREATE TABLE engagements (
  target_id uuid PRIMARY KEY,
  version integer NOT NULL,
  rating double precision,
  review_count integer NOT NULL,
  like_count integer NOT NULL,
  bookmark_count integer NOT NULL
);

CREATE TABLE bookmarks (
  customer_id text NOT NULL,
  target_id uuid NOT NULL,
  version integer NOT NULL,
  target_type text NOT NULL,
  -- False for a bookmark that was removed.
  is_set boolean NOT NULL,
  PRIMARY KEY (customer_id, target_id)
);

-- The messages of a customer.
CREATE TABLE mailboxes (
  customer_id text PRIMARY KEY,
  version integer NOT NULL,
  unread_count integer NOT NULL
);

-- The time of the last event that was seen of each context.
CREATE TABLE seen (
  context text PRIMARY KEY,
  time timestamptz NOT NULL
);
