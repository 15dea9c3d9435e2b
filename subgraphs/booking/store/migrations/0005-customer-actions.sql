-- What the customer has to do before the payment of an unpaid booking can be authorised, and until when the slot is
-- held for that; null when nothing is to be done.
ALTER TABLE bookings ADD COLUMN action jsonb, ADD COLUMN expires_at timestamptz;
