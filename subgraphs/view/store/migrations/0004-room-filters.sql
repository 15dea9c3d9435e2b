-- Conditions on rooms: one that few rooms meet is looked up, one that many meet is checked in the order of the list.
-- A text contains another one only if it has all of its pairs of characters, whatever the script.
CREATE FUNCTION bigrams(value text) RETURNS text[] LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  RETURN ARRAY(SELECT DISTINCT substr(value, place, 2) FROM generate_series(1, char_length(value) - 1) AS place);
CREATE INDEX ON rooms USING gin (bigrams(folded_name));
CREATE INDEX ON rooms USING gin (bigrams(folded_location));
CREATE INDEX ON rooms (capacity);
CREATE INDEX ON rooms (currency, amount);
CREATE INDEX ON stocks USING gin (available);
DROP INDEX rooms_host_id_idx;
CREATE INDEX ON rooms (host_id, id);
