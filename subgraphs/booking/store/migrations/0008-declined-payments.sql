-- Building an index of a large table takes longer than a statement of a request may.
SET LOCAL statement_timeout = 0;

-- How many payments of a customer were declined lately.
CREATE INDEX bookings_declined ON bookings (customer_id, requested_at) WHERE rejection_reason = 'PAYMENT_DECLINED';
