-- What can be liked, bookmarked and reviewed: the replica of the rooms, from the events of the room service, and the
-- courses. Each row is the lock and the version of everything that hangs on it, and has the sizes of its sets.
CREATE TABLE targets (
  id uuid PRIMARY KEY,
  type text NOT NULL CHECK (type IN ('ROOM', 'COURSE')),
  -- The number of this service's events of the target.
  version integer NOT NULL DEFAULT 0,
  -- The version of the room that the replica has; null for a course.
  room_version integer CHECK ((room_version IS NULL) = (type = 'COURSE')),
  name text NOT NULL,
  host_id text CHECK (type = 'ROOM' OR host_id IS NOT NULL),
  status text NOT NULL CHECK (status IN ('OPEN', 'CLOSED', 'DELETED')),
  likes integer NOT NULL DEFAULT 0 CHECK (likes >= 0),
  bookmarks integer NOT NULL DEFAULT 0 CHECK (bookmarks >= 0),
  reviews integer NOT NULL DEFAULT 0 CHECK (reviews >= 0),
  rating_sum integer NOT NULL DEFAULT 0 CHECK (rating_sum BETWEEN reviews AND 5 * reviews)
);
-- The list of courses, ordered by id.
CREATE INDEX targets_courses ON targets (id) WHERE type = 'COURSE' AND status <> 'DELETED';

-- What a course has beside a target. The order of the stops is theirs in the array.
CREATE TABLE courses (
  id uuid PRIMARY KEY REFERENCES targets,
  description text,
  stops jsonb NOT NULL
);

-- The sets: who likes a target, who has bookmarked it. A primary key has a person once.
CREATE TABLE marks (
  target_id uuid NOT NULL REFERENCES targets,
  customer_id text NOT NULL,
  mark text NOT NULL CHECK (mark IN ('LIKE', 'BOOKMARK')),
  PRIMARY KEY (target_id, customer_id, mark)
);

-- One review of each customer and target.
CREATE TABLE reviews (
  id uuid NOT NULL UNIQUE,
  target_id uuid NOT NULL REFERENCES targets,
  customer_id text NOT NULL,
  rating smallint NOT NULL CHECK (rating BETWEEN 1 AND 5),
  text text NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (target_id, customer_id)
);
-- Lists are read newest first.
CREATE INDEX reviews_by_age ON reviews (target_id, created_at DESC, id DESC);
