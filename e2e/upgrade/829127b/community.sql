CREATE SCHEMA community;
CREATE TABLE community.courses (
    id uuid NOT NULL,
    description text,
    stops jsonb NOT NULL
);
CREATE TABLE community.events (
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
ALTER TABLE community.events ALTER COLUMN "position" ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME community.events_position_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE community.idempotency_keys (
    key text NOT NULL,
    fingerprint text NOT NULL,
    command_id uuid NOT NULL,
    outcome jsonb,
    claimed_at timestamp with time zone DEFAULT now() NOT NULL,
    tries integer DEFAULT 1 NOT NULL
);
CREATE TABLE community.inbox (
    event_id uuid NOT NULL,
    handled_at timestamp with time zone DEFAULT now() NOT NULL
);
CREATE TABLE community.marks (
    target_id uuid NOT NULL,
    customer_id text NOT NULL,
    mark text NOT NULL,
    CONSTRAINT marks_mark_check CHECK ((mark = ANY (ARRAY['LIKE'::text, 'BOOKMARK'::text])))
);
CREATE TABLE community.migrations (
    series text NOT NULL,
    name text NOT NULL,
    applied_at timestamp with time zone DEFAULT now() NOT NULL
);
CREATE TABLE community.outbox (
    "position" bigint NOT NULL
)
WITH (autovacuum_vacuum_threshold='5000', autovacuum_vacuum_scale_factor='0');
CREATE TABLE community.reviews (
    id uuid NOT NULL,
    target_id uuid NOT NULL,
    customer_id text NOT NULL,
    rating smallint NOT NULL,
    text text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    CONSTRAINT reviews_rating_check CHECK (((rating >= 1) AND (rating <= 5)))
);
CREATE TABLE community.targets (
    id uuid NOT NULL,
    type text NOT NULL,
    version integer DEFAULT 0 NOT NULL,
    room_version integer,
    name text NOT NULL,
    host_id text,
    status text NOT NULL,
    likes integer DEFAULT 0 NOT NULL,
    bookmarks integer DEFAULT 0 NOT NULL,
    reviews integer DEFAULT 0 NOT NULL,
    rating_sum integer DEFAULT 0 NOT NULL,
    CONSTRAINT targets_bookmarks_check CHECK ((bookmarks >= 0)),
    CONSTRAINT targets_check CHECK (((room_version IS NULL) = (type = 'COURSE'::text))),
    CONSTRAINT targets_check1 CHECK (((type = 'ROOM'::text) OR (host_id IS NOT NULL))),
    CONSTRAINT targets_check2 CHECK (((rating_sum >= reviews) AND (rating_sum <= (5 * reviews)))),
    CONSTRAINT targets_likes_check CHECK ((likes >= 0)),
    CONSTRAINT targets_reviews_check CHECK ((reviews >= 0)),
    CONSTRAINT targets_status_check CHECK ((status = ANY (ARRAY['OPEN'::text, 'CLOSED'::text, 'DELETED'::text]))),
    CONSTRAINT targets_type_check CHECK ((type = ANY (ARRAY['ROOM'::text, 'COURSE'::text])))
);
INSERT INTO community.courses VALUES ('01a21ca1-1d66-7232-b685-0f4ad2040c2a', NULL, '[{"name": "First", "note": null, "roomId": "01a21ca1-0df8-71ba-be56-f0381afd16d6"}]');
INSERT INTO community.events OVERRIDING SYSTEM VALUE VALUES (1, '01a21ca1-1d92-7588-b383-875ed5007875', 'meetingroom.community.courseRegistered.v1', '01a21ca1-1d66-7232-b685-0f4ad2040c2a', 1, '{"course": {"id": "01a21ca1-1d66-7232-b685-0f4ad2040c2a", "host": {"id": "henry"}, "open": true, "stops": [{"name": "First", "note": null, "roomId": "01a21ca1-0df8-71ba-be56-f0381afd16d6"}], "title": "A round", "deleted": false, "description": null}}', '2026-11-27 10:50:50.641+00', '01a21ca1-1c71-7014-9160-5926997c5351', '01a21ca1-1d66-7232-b685-0f4ad2040c2a', NULL);
INSERT INTO community.events OVERRIDING SYSTEM VALUE VALUES (2, '01a21ca1-1e24-7160-ad78-d28d08905afc', 'meetingroom.community.bookmarkAdded.v1', '01a21ca1-0df8-71ba-be56-f0381afd16d6', 1, '{"target": {"id": "01a21ca1-0df8-71ba-be56-f0381afd16d6", "host": {"id": "henry"}, "name": "Han River", "type": "ROOM", "rating": null, "likeCount": 0, "reviewCount": 0, "bookmarkCount": 1}, "customer": {"id": "bob"}}', '2026-11-27 10:50:50.788+00', '01a21ca1-1dcb-762c-98c3-319af28e18a3', '01a21ca1-1e0a-72e7-8234-38c6d7022324', NULL);
INSERT INTO community.events OVERRIDING SYSTEM VALUE VALUES (3, '01a21ca1-1e9d-7429-8c36-57343c126392', 'meetingroom.community.liked.v1', '01a21ca1-0df8-71ba-be56-f0381afd16d6', 2, '{"target": {"id": "01a21ca1-0df8-71ba-be56-f0381afd16d6", "host": {"id": "henry"}, "name": "Han River", "type": "ROOM", "rating": null, "likeCount": 1, "reviewCount": 0, "bookmarkCount": 1}, "customer": {"id": "bob"}}', '2026-11-27 10:50:50.909+00', '01a21ca1-1e41-7244-8085-c44672bb57ae', '01a21ca1-1e81-7183-80f5-e93362049320', NULL);
INSERT INTO community.events OVERRIDING SYSTEM VALUE VALUES (4, '01a21ca1-5f35-7792-b131-9108d9c3146a', 'meetingroom.community.reviewWritten.v1', '01a21ca1-0df8-71ba-be56-f0381afd16d6', 3, '{"review": {"id": "01a21ca1-5ef4-700d-8636-0daa1f092eae", "rating": 5}, "target": {"id": "01a21ca1-0df8-71ba-be56-f0381afd16d6", "host": {"id": "henry"}, "name": "Han River", "type": "ROOM", "rating": 5, "likeCount": 1, "reviewCount": 1, "bookmarkCount": 1}, "customer": {"id": "alice"}}', '2026-11-27 10:51:07.444+00', '01a21ca1-5ee1-709d-be13-b9543d8efaff', '01a21ca1-5ef4-700d-8636-0daa1f092eae', NULL);
INSERT INTO community.inbox VALUES ('01a21ca1-1d66-7232-b685-0f4ad2040c2a', '2026-11-27 10:50:50.630322+00');
INSERT INTO community.inbox VALUES ('01a21ca1-1e0a-72e7-8234-38c6d7022324', '2026-11-27 10:50:50.77373+00');
INSERT INTO community.inbox VALUES ('01a21ca1-1e81-7183-80f5-e93362049320', '2026-11-27 10:50:50.889084+00');
INSERT INTO community.inbox VALUES ('01a21ca1-5ef4-700d-8636-0daa1f092eae', '2026-11-27 10:51:07.435085+00');
INSERT INTO community.marks VALUES ('01a21ca1-0df8-71ba-be56-f0381afd16d6', 'bob', 'BOOKMARK');
INSERT INTO community.marks VALUES ('01a21ca1-0df8-71ba-be56-f0381afd16d6', 'bob', 'LIKE');
INSERT INTO community.migrations VALUES ('platform', '0001-events.sql', '2026-11-27 10:50:40.678788+00');
INSERT INTO community.migrations VALUES ('platform', '0002-outbox.sql', '2026-11-27 10:50:40.678788+00');
INSERT INTO community.migrations VALUES ('platform', '0003-inbox-by-age.sql', '2026-11-27 10:50:40.678788+00');
INSERT INTO community.migrations VALUES ('platform', '0004-tries-of-a-key.sql', '2026-11-27 10:50:40.678788+00');
INSERT INTO community.migrations VALUES ('community', '0001-community.sql', '2026-11-27 10:50:40.678788+00');
INSERT INTO community.migrations VALUES ('community', '0002-erasure.sql', '2026-11-27 10:50:40.678788+00');
INSERT INTO community.reviews VALUES ('01a21ca1-5ef4-700d-8636-0daa1f092eae', '01a21ca1-0df8-71ba-be56-f0381afd16d6', 'alice', 5, '좋아요', '2026-11-27 10:51:07.444+00');
INSERT INTO community.targets VALUES ('01a21ca1-0f18-71cc-a53b-f602a5f784de', 'ROOM', 0, 4, 'Namsan', 'henry', 'CLOSED', 0, 0, 0, 0);
INSERT INTO community.targets VALUES ('01a21ca1-1012-74aa-9e99-aed46ae8ad1f', 'ROOM', 0, 5, 'Gone', 'henry', 'DELETED', 0, 0, 0, 0);
INSERT INTO community.targets VALUES ('01a21ca1-1d66-7232-b685-0f4ad2040c2a', 'COURSE', 1, NULL, 'A round', 'henry', 'OPEN', 0, 0, 0, 0);
INSERT INTO community.targets VALUES ('01a21ca1-0df8-71ba-be56-f0381afd16d6', 'ROOM', 3, 1, 'Han River', 'henry', 'OPEN', 1, 1, 1, 5);
SELECT pg_catalog.setval('community.events_position_seq', 4, true);
ALTER TABLE ONLY community.courses
    ADD CONSTRAINT courses_pkey PRIMARY KEY (id);
ALTER TABLE ONLY community.events
    ADD CONSTRAINT events_aggregate_id_version_key UNIQUE (aggregate_id, version);
ALTER TABLE ONLY community.events
    ADD CONSTRAINT events_pkey PRIMARY KEY ("position");
ALTER TABLE ONLY community.idempotency_keys
    ADD CONSTRAINT idempotency_keys_pkey PRIMARY KEY (key);
ALTER TABLE ONLY community.inbox
    ADD CONSTRAINT inbox_pkey PRIMARY KEY (event_id);
ALTER TABLE ONLY community.marks
    ADD CONSTRAINT marks_pkey PRIMARY KEY (target_id, customer_id, mark);
ALTER TABLE ONLY community.migrations
    ADD CONSTRAINT migrations_pkey PRIMARY KEY (series, name);
ALTER TABLE ONLY community.outbox
    ADD CONSTRAINT outbox_pkey PRIMARY KEY ("position");
ALTER TABLE ONLY community.reviews
    ADD CONSTRAINT reviews_id_key UNIQUE (id);
ALTER TABLE ONLY community.reviews
    ADD CONSTRAINT reviews_pkey PRIMARY KEY (target_id, customer_id);
ALTER TABLE ONLY community.targets
    ADD CONSTRAINT targets_pkey PRIMARY KEY (id);
CREATE INDEX events_by_customer ON community.events USING btree (((data #>> '{customer,id}'::text[]))) WHERE (data ? 'customer'::text);
CREATE INDEX idempotency_keys_by_age ON community.idempotency_keys USING btree (claimed_at);
CREATE INDEX inbox_by_age ON community.inbox USING btree (handled_at);
CREATE INDEX marks_by_customer ON community.marks USING btree (customer_id);
CREATE INDEX reviews_by_age ON community.reviews USING btree (target_id, created_at DESC, id DESC);
CREATE INDEX reviews_by_customer ON community.reviews USING btree (customer_id);
CREATE INDEX targets_courses ON community.targets USING btree (id) WHERE ((type = 'COURSE'::text) AND (status <> 'DELETED'::text));
ALTER TABLE ONLY community.courses
    ADD CONSTRAINT courses_id_fkey FOREIGN KEY (id) REFERENCES community.targets(id);
ALTER TABLE ONLY community.marks
    ADD CONSTRAINT marks_target_id_fkey FOREIGN KEY (target_id) REFERENCES community.targets(id);
ALTER TABLE ONLY community.reviews
    ADD CONSTRAINT reviews_target_id_fkey FOREIGN KEY (target_id) REFERENCES community.targets(id);
