-- What has been kept for long enough is found by its age and forgotten.
CREATE INDEX provider_events_by_age ON provider_events (handled_at);
