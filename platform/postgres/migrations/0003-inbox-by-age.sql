-- What has been kept for long enough is found by its age and forgotten.
CREATE INDEX inbox_by_age ON inbox (handled_at);
