-- For the removal of messages that were read long ago.
CREATE INDEX messages_read ON messages (read_at) WHERE read_at IS NOT NULL;
