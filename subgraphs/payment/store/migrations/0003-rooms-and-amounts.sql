-- Whole numbers up to 2^53-1, which JSON and JavaScript represent exactly.
ALTER TABLE payments ALTER COLUMN amount TYPE bigint;

ALTER TABLE payments DROP CONSTRAINT payments_status_check;
UPDATE payments SET status = 'REFUND_FAILED' WHERE status = 'FAILED';
ALTER TABLE payments ADD CONSTRAINT payments_status_check CHECK (status IN
  ('REQUESTED', 'ABANDONED', 'DECLINED', 'AUTHORIZED', 'VOIDED', 'CAPTURED', 'REFUNDED', 'REFUND_FAILED'));

-- Null until an event names the room of a payment from before this column.
ALTER TABLE payments ADD COLUMN room_id uuid;

-- The replica of the rooms, from the events of the room service.
CREATE TABLE rooms (
  id uuid PRIMARY KEY,
  version integer NOT NULL,
  -- The subject of the host's tokens; null for a room of nobody.
  host_id text
);
CREATE INDEX rooms_by_host ON rooms (host_id);

-- Lists are read newest first, from their instants on. Payments that clients do not see are in none of these indexes,
-- so that storing the request of an authorisation writes to none.
DROP INDEX payments_by_status;
CREATE INDEX payments_by_creation ON payments (requested_at DESC, id DESC)
  WHERE status NOT IN ('REQUESTED', 'ABANDONED');
CREATE INDEX payments_by_status ON payments (status, requested_at DESC, id DESC)
  WHERE status NOT IN ('REQUESTED', 'ABANDONED');
CREATE INDEX payments_by_room ON payments (room_id, requested_at DESC, id DESC)
  WHERE status NOT IN ('REQUESTED', 'ABANDONED');
