-- The bookings that occupy rooms now. What is over is not in the index, and what lies ahead comes last in it.
CREATE INDEX ON bookings (starts_at) WHERE status = 'CONFIRMED';
