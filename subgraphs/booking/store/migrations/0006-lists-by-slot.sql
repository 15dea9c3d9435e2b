-- Building an index of a large table takes longer than a statement of a request may.
SET LOCAL statement_timeout = 0;

-- Lists by the start of the slot: of one customer, and of all.
CREATE INDEX bookings_by_customer_and_slot ON bookings (customer_id, lower(slot), id);
CREATE INDEX bookings_by_slot ON bookings (lower(slot), id);
