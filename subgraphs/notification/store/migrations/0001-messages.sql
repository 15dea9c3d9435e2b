-- The people who get messages: what is known of them, and how many messages they have.
CREATE TABLE customers (
  -- Made from the subject of their tokens: the name of the customer in the subjects of events.
  key uuid PRIMARY KEY,
  -- The subject of their tokens.
  id text NOT NULL,
  -- Counts the published events.
  version integer NOT NULL DEFAULT 0,
  -- The number of the newest message.
  last_number bigint NOT NULL DEFAULT 0,
  unread integer NOT NULL DEFAULT 0,
  -- What the customer has set, and what their token has named.
  language text CHECK (language IN ('EN', 'KO')),
  token_language text CHECK (token_language IN ('EN', 'KO')),
  email text
)
-- Each message updates its customer, without touching an index.
WITH (fillfactor = 80);

-- The newest messages of each customer.
CREATE TABLE messages (
  id uuid PRIMARY KEY,
  customer_key uuid NOT NULL,
  -- Counts the messages of the customer: the order of their list.
  number bigint NOT NULL,
  content jsonb NOT NULL,
  -- The room in whose time zone the message tells times.
  room_id uuid,
  created_at timestamptz NOT NULL,
  read_at timestamptz,
  UNIQUE (customer_key, number)
);
CREATE INDEX messages_unread ON messages (customer_key, number) WHERE read_at IS NULL;

-- The e-mails that are to be sent.
CREATE TABLE mails (
  message_id uuid PRIMARY KEY REFERENCES messages ON DELETE CASCADE,
  customer_key uuid NOT NULL,
  -- Infinity while no address of the customer is known.
  due_at timestamptz NOT NULL,
  attempts integer NOT NULL DEFAULT 0,
  created_at timestamptz NOT NULL
);
CREATE INDEX mails_due ON mails (due_at);
CREATE INDEX mails_by_age ON mails (created_at);
CREATE INDEX mails_without_address ON mails (customer_key) WHERE due_at = 'infinity';

-- The replica of the rooms, from the events of the room service.
CREATE TABLE rooms (
  id uuid PRIMARY KEY,
  version integer NOT NULL,
  time_zone text NOT NULL
);
