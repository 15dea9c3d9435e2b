-- What there is of one customer, for its erasure.
CREATE INDEX marks_by_customer ON marks (customer_id);
CREATE INDEX reviews_by_customer ON reviews (customer_id);
CREATE INDEX events_by_customer ON events ((data #>> '{customer,id}')) WHERE data ? 'customer';
