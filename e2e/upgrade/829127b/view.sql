CREATE SCHEMA view;
CREATE TABLE view.bookings (
    id uuid NOT NULL,
    version integer NOT NULL,
    room_id uuid NOT NULL,
    room_name text NOT NULL,
    customer_id text NOT NULL,
    status text NOT NULL,
    starts_at timestamp with time zone NOT NULL,
    ends_at timestamp with time zone NOT NULL,
    amount bigint NOT NULL,
    currency text NOT NULL
);
CREATE TABLE view.bookmarks (
    customer_id text NOT NULL,
    target_id uuid NOT NULL,
    version integer NOT NULL,
    target_type text NOT NULL,
    is_set boolean NOT NULL
);
CREATE TABLE view.courses (
    id uuid NOT NULL,
    version integer NOT NULL,
    title text NOT NULL,
    stop_count integer NOT NULL,
    deleted boolean NOT NULL
);
CREATE TABLE view.engagements (
    target_id uuid NOT NULL,
    version integer NOT NULL,
    rating double precision,
    review_count integer NOT NULL,
    like_count integer NOT NULL,
    bookmark_count integer NOT NULL
);
CREATE TABLE view.events (
    "position" bigint NOT NULL,
    id uuid NOT NULL,
    type text NOT NULL,
    aggregate_id uuid NOT NULL,
    version integer NOT NULL,
    data jsonb NOT NULL,
    occurred_at timestamp with time zone NOT NULL,
    correlation_id text NOT NULL,
    causation_id text NOT NULL,
    traceparent text
);
ALTER TABLE view.events ALTER COLUMN "position" ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME view.events_position_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE view.idempotency_keys (
    key text NOT NULL,
    fingerprint text NOT NULL,
    command_id uuid NOT NULL,
    outcome jsonb,
    claimed_at timestamp with time zone DEFAULT now() NOT NULL,
    tries integer DEFAULT 1 NOT NULL
);
CREATE TABLE view.inbox (
    event_id uuid NOT NULL,
    handled_at timestamp with time zone DEFAULT now() NOT NULL
);
CREATE TABLE view.mailboxes (
    customer_id text NOT NULL,
    version integer NOT NULL,
    unread_count integer NOT NULL
);
CREATE TABLE view.migrations (
    series text NOT NULL,
    name text NOT NULL,
    applied_at timestamp with time zone DEFAULT now() NOT NULL
);
CREATE TABLE view.outbox (
    "position" bigint NOT NULL
)
WITH (autovacuum_vacuum_threshold='5000', autovacuum_vacuum_scale_factor='0');
CREATE TABLE view.payments (
    booking_id uuid NOT NULL,
    version integer NOT NULL,
    status text NOT NULL
);
CREATE TABLE view.room_statuses (
    room_id uuid NOT NULL,
    version integer NOT NULL,
    status text NOT NULL,
    since timestamp with time zone NOT NULL,
    booking_id uuid
);
CREATE TABLE view.rooms (
    id uuid NOT NULL,
    version integer NOT NULL,
    host_id text,
    name text NOT NULL,
    location text,
    folded_name text NOT NULL,
    folded_location text,
    capacity integer NOT NULL,
    amount bigint NOT NULL,
    currency text NOT NULL,
    deleted boolean NOT NULL
);
CREATE TABLE view.seen (
    context text NOT NULL,
    "time" timestamp with time zone NOT NULL
);
CREATE TABLE view.stocks (
    room_id uuid NOT NULL,
    version integer NOT NULL,
    names text[] NOT NULL,
    folded_names text[] NOT NULL,
    quantities integer[] NOT NULL,
    available text[] NOT NULL
);
INSERT INTO view.bookings VALUES ('01a21ca1-1386-726b-ba12-09a0319ad0a3', 3, '01a21ca1-0df8-71ba-be56-f0381afd16d6', 'Han River', 'alice', 'CONFIRMED', '2090-05-01 09:00:00+00', '2090-05-01 10:00:00+00', 12000, 'KRW');
INSERT INTO view.bookings VALUES ('01a21ca1-14dd-772e-9c22-afbf4d34cd6f', 3, '01a21ca1-0df8-71ba-be56-f0381afd16d6', 'Han River', 'alice', 'CONFIRMED', '2090-05-02 09:00:00+00', '2090-05-02 10:00:00+00', 12000, 'KRW');
INSERT INTO view.bookings VALUES ('01a21ca1-15bf-742a-a301-07b0b67aa4e7', 3, '01a21ca1-0df8-71ba-be56-f0381afd16d6', 'Han River', 'alice', 'CONFIRMED', '2090-05-03 09:00:00+00', '2090-05-03 10:00:00+00', 12000, 'KRW');
INSERT INTO view.bookings VALUES ('01a21ca1-1665-7672-8c35-4aff52ff5748', 3, '01a21ca1-0df8-71ba-be56-f0381afd16d6', 'Han River', 'bob', 'CANCELLED', '2090-05-04 09:00:00+00', '2090-05-04 10:00:00+00', 12000, 'KRW');
INSERT INTO view.bookings VALUES ('01a21ca1-18b6-73be-b3a9-1186b9e7a322', 2, '01a21ca1-0df8-71ba-be56-f0381afd16d6', 'Han River', 'bob', 'REJECTED', '2090-05-05 09:00:00+00', '2090-05-05 10:00:00+00', 12000, 'KRW');
INSERT INTO view.bookings VALUES ('01a21ca1-19cb-72cf-a352-8fb843d1fb32', 3, '01a21ca1-0f18-71cc-a53b-f602a5f784de', 'Namsan', 'bob', 'CONFIRMED', '2090-05-01 09:00:00+00', '2090-05-01 10:00:00+00', 12000, 'KRW');
INSERT INTO view.bookings VALUES ('01a21ca1-1aca-7376-bf94-32e4842cf746', 4, '01a21ca1-1012-74aa-9e99-aed46ae8ad1f', 'Gone', 'bob', 'CANCELLED', '2090-05-01 09:00:00+00', '2090-05-01 10:00:00+00', 12000, 'KRW');
INSERT INTO view.bookings VALUES ('01a21ca1-11b3-7184-b06c-d1636ae17761', 4, '01a21ca1-0df8-71ba-be56-f0381afd16d6', 'Han River', 'alice', 'COMPLETED', '2026-11-27 10:51:06.344+00', '2026-11-27 10:56:06.344+00', 1000, 'KRW');
INSERT INTO view.bookmarks VALUES ('bob', '01a21ca1-0df8-71ba-be56-f0381afd16d6', 1, 'ROOM', true);
INSERT INTO view.courses VALUES ('01a21ca1-1d66-7232-b685-0f4ad2040c2a', 1, 'A round', 1, false);
INSERT INTO view.engagements VALUES ('01a21ca1-0df8-71ba-be56-f0381afd16d6', 3, 5, 1, 1, 1);
INSERT INTO view.mailboxes VALUES ('alice', 8, 8);
INSERT INTO view.mailboxes VALUES ('bob', 13, 13);
INSERT INTO view.migrations VALUES ('platform', '0001-events.sql', '2026-11-27 10:50:41.829852+00');
INSERT INTO view.migrations VALUES ('platform', '0002-outbox.sql', '2026-11-27 10:50:41.829852+00');
INSERT INTO view.migrations VALUES ('platform', '0003-inbox-by-age.sql', '2026-11-27 10:50:41.829852+00');
INSERT INTO view.migrations VALUES ('platform', '0004-tries-of-a-key.sql', '2026-11-27 10:50:41.829852+00');
INSERT INTO view.migrations VALUES ('view', '0001-views.sql', '2026-11-27 10:50:41.829852+00');
INSERT INTO view.migrations VALUES ('view', '0002-folded-texts.ts', '2026-11-27 10:50:41.829852+00');
INSERT INTO view.migrations VALUES ('view', '0003-running-bookings.sql', '2026-11-27 10:50:41.829852+00');
INSERT INTO view.payments VALUES ('01a21ca1-11b3-7184-b06c-d1636ae17761', 2, 'CAPTURED');
INSERT INTO view.payments VALUES ('01a21ca1-1386-726b-ba12-09a0319ad0a3', 2, 'CAPTURED');
INSERT INTO view.payments VALUES ('01a21ca1-14dd-772e-9c22-afbf4d34cd6f', 2, 'CAPTURED');
INSERT INTO view.payments VALUES ('01a21ca1-15bf-742a-a301-07b0b67aa4e7', 2, 'CAPTURED');
INSERT INTO view.payments VALUES ('01a21ca1-1665-7672-8c35-4aff52ff5748', 3, 'REFUNDED');
INSERT INTO view.payments VALUES ('01a21ca1-18b6-73be-b3a9-1186b9e7a322', 1, 'DECLINED');
INSERT INTO view.payments VALUES ('01a21ca1-19cb-72cf-a352-8fb843d1fb32', 2, 'CAPTURED');
INSERT INTO view.payments VALUES ('01a21ca1-1aca-7376-bf94-32e4842cf746', 3, 'REFUNDED');
INSERT INTO view.room_statuses VALUES ('01a21ca1-0f18-71cc-a53b-f602a5f784de', 5, 'CLOSED', '2026-11-27 10:50:49.863+00', NULL);
INSERT INTO view.room_statuses VALUES ('01a21ca1-1012-74aa-9e99-aed46ae8ad1f', 4, 'CLOSED', '2026-11-27 10:50:50.311+00', NULL);
INSERT INTO view.room_statuses VALUES ('01a21ca1-0df8-71ba-be56-f0381afd16d6', 10, 'EMPTY', '2026-11-27 10:56:06.344+00', NULL);
INSERT INTO view.rooms VALUES ('01a21ca1-0df8-71ba-be56-f0381afd16d6', 1, 'henry', 'Han River', '서울', 'han river', '서울', 8, 12000, 'KRW', false);
INSERT INTO view.rooms VALUES ('01a21ca1-0f18-71cc-a53b-f602a5f784de', 4, 'henry', 'Namsan', '서울', 'namsan', '서울', 8, 12000, 'KRW', false);
INSERT INTO view.rooms VALUES ('01a21ca1-1012-74aa-9e99-aed46ae8ad1f', 5, 'henry', 'Gone', '서울', 'gone', '서울', 8, 12000, 'KRW', true);
INSERT INTO view.seen VALUES ('room', '2026-11-27 10:56:06.344+00');
INSERT INTO view.seen VALUES ('booking', '2026-11-27 10:56:06.345+00');
INSERT INTO view.seen VALUES ('supplies', '2026-11-27 10:50:50.385+00');
INSERT INTO view.seen VALUES ('payment', '2026-11-27 10:50:50.472+00');
INSERT INTO view.seen VALUES ('notification', '2026-11-27 10:50:50.82+00');
INSERT INTO view.seen VALUES ('community', '2026-11-27 10:51:07.444+00');
INSERT INTO view.stocks VALUES ('01a21ca1-0df8-71ba-be56-f0381afd16d6', 1, '{Chair}', '{chair}', '{8}', '{chair}');
INSERT INTO view.stocks VALUES ('01a21ca1-0f18-71cc-a53b-f602a5f784de', 1, '{Chair}', '{chair}', '{8}', '{chair}');
INSERT INTO view.stocks VALUES ('01a21ca1-1012-74aa-9e99-aed46ae8ad1f', 2, '{}', '{}', '{}', '{}');
SELECT pg_catalog.setval('view.events_position_seq', 1, false);
ALTER TABLE ONLY view.bookings
    ADD CONSTRAINT bookings_pkey PRIMARY KEY (id);
ALTER TABLE ONLY view.bookmarks
    ADD CONSTRAINT bookmarks_pkey PRIMARY KEY (customer_id, target_id);
ALTER TABLE ONLY view.courses
    ADD CONSTRAINT courses_pkey PRIMARY KEY (id);
ALTER TABLE ONLY view.engagements
    ADD CONSTRAINT engagements_pkey PRIMARY KEY (target_id);
ALTER TABLE ONLY view.events
    ADD CONSTRAINT events_aggregate_id_version_key UNIQUE (aggregate_id, version);
ALTER TABLE ONLY view.events
    ADD CONSTRAINT events_pkey PRIMARY KEY ("position");
ALTER TABLE ONLY view.idempotency_keys
    ADD CONSTRAINT idempotency_keys_pkey PRIMARY KEY (key);
ALTER TABLE ONLY view.inbox
    ADD CONSTRAINT inbox_pkey PRIMARY KEY (event_id);
ALTER TABLE ONLY view.mailboxes
    ADD CONSTRAINT mailboxes_pkey PRIMARY KEY (customer_id);
ALTER TABLE ONLY view.migrations
    ADD CONSTRAINT migrations_pkey PRIMARY KEY (series, name);
ALTER TABLE ONLY view.outbox
    ADD CONSTRAINT outbox_pkey PRIMARY KEY ("position");
ALTER TABLE ONLY view.payments
    ADD CONSTRAINT payments_pkey PRIMARY KEY (booking_id);
ALTER TABLE ONLY view.room_statuses
    ADD CONSTRAINT room_statuses_pkey PRIMARY KEY (room_id);
ALTER TABLE ONLY view.rooms
    ADD CONSTRAINT rooms_pkey PRIMARY KEY (id);
ALTER TABLE ONLY view.seen
    ADD CONSTRAINT seen_pkey PRIMARY KEY (context);
ALTER TABLE ONLY view.stocks
    ADD CONSTRAINT stocks_pkey PRIMARY KEY (room_id);
CREATE INDEX bookings_customer_id_id_idx ON view.bookings USING btree (customer_id, id DESC);
CREATE INDEX bookings_room_id_starts_at_idx ON view.bookings USING btree (room_id, starts_at) WHERE (status = ANY (ARRAY['PAID'::text, 'CONFIRMED'::text]));
CREATE INDEX bookings_starts_at_idx ON view.bookings USING btree (starts_at) WHERE (status = 'CONFIRMED'::text);
CREATE INDEX idempotency_keys_by_age ON view.idempotency_keys USING btree (claimed_at);
CREATE INDEX inbox_by_age ON view.inbox USING btree (handled_at);
CREATE INDEX rooms_host_id_idx ON view.rooms USING btree (host_id);
