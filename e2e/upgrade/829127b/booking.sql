CREATE SCHEMA booking;
CREATE TABLE booking.bookings (
    id uuid NOT NULL,
    version integer NOT NULL,
    status text NOT NULL,
    room_id uuid NOT NULL,
    room_name text NOT NULL,
    customer_id text NOT NULL,
    slot tstzrange NOT NULL,
    amount bigint NOT NULL,
    currency text NOT NULL,
    requested_at timestamp with time zone NOT NULL,
    rejection_reason text,
    decline_code text,
    cancelled_at timestamp with time zone,
    cancelled_by text,
    cancellation_reason text,
    host_id text,
    action jsonb,
    expires_at timestamp with time zone,
    CONSTRAINT bookings_amount_check CHECK ((amount >= 0)),
    CONSTRAINT bookings_slot_check CHECK ((NOT isempty(slot))),
    CONSTRAINT bookings_status_check CHECK ((status = ANY (ARRAY['REQUESTED'::text, 'PAID'::text, 'CONFIRMED'::text, 'COMPLETED'::text, 'REJECTED'::text, 'CANCELLED'::text])))
);
CREATE TABLE booking.erasures (
    id uuid NOT NULL,
    version integer NOT NULL,
    customer_id text,
    pseudonym text NOT NULL,
    requested_at timestamp with time zone NOT NULL,
    finished_at timestamp with time zone,
    CONSTRAINT erasures_check CHECK (((customer_id IS NULL) = (finished_at IS NOT NULL)))
);
CREATE TABLE booking.events (
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
ALTER TABLE booking.events ALTER COLUMN "position" ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME booking.events_position_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE booking.idempotency_keys (
    key text NOT NULL,
    fingerprint text NOT NULL,
    command_id uuid NOT NULL,
    outcome jsonb,
    claimed_at timestamp with time zone DEFAULT now() NOT NULL,
    tries integer DEFAULT 1 NOT NULL
);
CREATE TABLE booking.inbox (
    event_id uuid NOT NULL,
    handled_at timestamp with time zone DEFAULT now() NOT NULL
);
CREATE TABLE booking.known_customers (
    id text NOT NULL
);
CREATE TABLE booking.migrations (
    series text NOT NULL,
    name text NOT NULL,
    applied_at timestamp with time zone DEFAULT now() NOT NULL
);
CREATE TABLE booking.outbox (
    "position" bigint NOT NULL
)
WITH (autovacuum_vacuum_threshold='5000', autovacuum_vacuum_scale_factor='0');
CREATE TABLE booking.room_supplies (
    room_id uuid NOT NULL,
    version integer NOT NULL,
    names text[] NOT NULL
);
CREATE TABLE booking.rooms (
    id uuid NOT NULL,
    version integer NOT NULL,
    name text NOT NULL,
    capacity integer NOT NULL,
    amount bigint NOT NULL,
    currency text NOT NULL,
    closed boolean NOT NULL,
    deleted boolean NOT NULL,
    host_id text,
    location text,
    time_zone text,
    folded_name text,
    folded_location text,
    former_rates jsonb DEFAULT '[]'::jsonb NOT NULL
);
INSERT INTO booking.bookings VALUES ('01a21ca1-1386-726b-ba12-09a0319ad0a3', 3, 'CONFIRMED', '01a21ca1-0df8-71ba-be56-f0381afd16d6', 'Han River', 'alice', '["2090-05-01 09:00:00+00","2090-05-01 10:00:00+00")', 12000, 'KRW', '2026-11-27 10:50:48.07+00', NULL, NULL, NULL, NULL, NULL, 'henry', NULL, NULL);
INSERT INTO booking.bookings VALUES ('01a21ca1-14dd-772e-9c22-afbf4d34cd6f', 3, 'CONFIRMED', '01a21ca1-0df8-71ba-be56-f0381afd16d6', 'Han River', 'alice', '["2090-05-02 09:00:00+00","2090-05-02 10:00:00+00")', 12000, 'KRW', '2026-11-27 10:50:48.422+00', NULL, NULL, NULL, NULL, NULL, 'henry', NULL, NULL);
INSERT INTO booking.bookings VALUES ('01a21ca1-15bf-742a-a301-07b0b67aa4e7', 3, 'CONFIRMED', '01a21ca1-0df8-71ba-be56-f0381afd16d6', 'Han River', 'alice', '["2090-05-03 09:00:00+00","2090-05-03 10:00:00+00")', 12000, 'KRW', '2026-11-27 10:50:48.639+00', NULL, NULL, NULL, NULL, NULL, 'henry', NULL, NULL);
INSERT INTO booking.bookings VALUES ('01a21ca1-1665-7672-8c35-4aff52ff5748', 3, 'CANCELLED', '01a21ca1-0df8-71ba-be56-f0381afd16d6', 'Han River', 'bob', '["2090-05-04 09:00:00+00","2090-05-04 10:00:00+00")', 12000, 'KRW', '2026-11-27 10:50:48.805+00', NULL, NULL, '2026-11-27 10:50:49.323+00', 'CUSTOMER', 'Ill', 'henry', NULL, NULL);
INSERT INTO booking.bookings VALUES ('01a21ca1-18b6-73be-b3a9-1186b9e7a322', 2, 'REJECTED', '01a21ca1-0df8-71ba-be56-f0381afd16d6', 'Han River', 'bob', '["2090-05-05 09:00:00+00","2090-05-05 10:00:00+00")', 12000, 'KRW', '2026-11-27 10:50:49.398+00', 'PAYMENT_DECLINED', 'generic_decline', NULL, NULL, NULL, 'henry', NULL, NULL);
INSERT INTO booking.bookings VALUES ('01a21ca1-19cb-72cf-a352-8fb843d1fb32', 3, 'CONFIRMED', '01a21ca1-0f18-71cc-a53b-f602a5f784de', 'Namsan', 'bob', '["2090-05-01 09:00:00+00","2090-05-01 10:00:00+00")', 12000, 'KRW', '2026-11-27 10:50:49.675+00', NULL, NULL, NULL, NULL, NULL, 'henry', NULL, NULL);
INSERT INTO booking.bookings VALUES ('01a21ca1-1aca-7376-bf94-32e4842cf746', 4, 'CANCELLED', '01a21ca1-1012-74aa-9e99-aed46ae8ad1f', 'Gone', 'bob', '["2090-05-01 09:00:00+00","2090-05-01 10:00:00+00")', 12000, 'KRW', '2026-11-27 10:50:49.93+00', NULL, NULL, '2026-11-27 10:50:50.39+00', 'ROOM', 'The room was removed.', 'henry', NULL, NULL);
INSERT INTO booking.bookings VALUES ('01a21ca1-11b3-7184-b06c-d1636ae17761', 4, 'COMPLETED', '01a21ca1-0df8-71ba-be56-f0381afd16d6', 'Han River', 'alice', '["2026-11-27 10:51:06.344+00","2026-11-27 10:56:06.344+00")', 1000, 'KRW', '2026-11-27 10:50:47.611+00', NULL, NULL, NULL, NULL, NULL, 'henry', NULL, NULL);
INSERT INTO booking.events OVERRIDING SYSTEM VALUE VALUES (1, '01a21ca1-11e0-7436-be97-bd91fdb9a80f', 'meetingroom.booking.requested.v1', '01a21ca1-11b3-7184-b06c-d1636ae17761', 1, '{"booking": {"id": "01a21ca1-11b3-7184-b06c-d1636ae17761", "room": {"id": "01a21ca1-0df8-71ba-be56-f0381afd16d6", "host": {"id": "henry"}, "name": "Han River"}, "slot": {"end": "2026-11-27T10:56:06.344Z", "start": "2026-11-27T10:51:06.344Z"}, "price": {"amount": 1000, "currency": "KRW"}, "status": "REQUESTED", "customer": {"id": "alice"}, "cancelledAt": null, "cancelledBy": null, "requestedAt": "2026-11-27T10:50:47.611Z", "cancellationReason": null}}', '2026-11-27 10:50:47.611+00', '01a21ca1-10dd-73a6-9031-9037b081f5ab', '01a21ca1-10dd-73a6-9031-9037b081f5ab', NULL);
INSERT INTO booking.events OVERRIDING SYSTEM VALUE VALUES (2, '01a21ca1-1336-7488-9037-b6a5b44ca9f5', 'meetingroom.booking.paid.v1', '01a21ca1-11b3-7184-b06c-d1636ae17761', 2, '{"booking": {"id": "01a21ca1-11b3-7184-b06c-d1636ae17761", "room": {"id": "01a21ca1-0df8-71ba-be56-f0381afd16d6", "host": {"id": "henry"}, "name": "Han River"}, "slot": {"end": "2026-11-27T10:56:06.344Z", "start": "2026-11-27T10:51:06.344Z"}, "price": {"amount": 1000, "currency": "KRW"}, "status": "PAID", "customer": {"id": "alice"}, "cancelledAt": null, "cancelledBy": null, "requestedAt": "2026-11-27T10:50:47.611Z", "cancellationReason": null}}', '2026-11-27 10:50:47.99+00', '01a21ca1-10dd-73a6-9031-9037b081f5ab', '01a21ca1-10dd-73a6-9031-9037b081f5ab', NULL);
INSERT INTO booking.events OVERRIDING SYSTEM VALUE VALUES (3, '01a21ca1-13b4-7172-8aa9-8bc237514e60', 'meetingroom.booking.requested.v1', '01a21ca1-1386-726b-ba12-09a0319ad0a3', 1, '{"booking": {"id": "01a21ca1-1386-726b-ba12-09a0319ad0a3", "room": {"id": "01a21ca1-0df8-71ba-be56-f0381afd16d6", "host": {"id": "henry"}, "name": "Han River"}, "slot": {"end": "2090-05-01T10:00:00.000Z", "start": "2090-05-01T09:00:00.000Z"}, "price": {"amount": 12000, "currency": "KRW"}, "status": "REQUESTED", "customer": {"id": "alice"}, "cancelledAt": null, "cancelledBy": null, "requestedAt": "2026-11-27T10:50:48.070Z", "cancellationReason": null}}', '2026-11-27 10:50:48.07+00', '01a21ca1-136e-7504-a035-5222028ac3b2', '01a21ca1-136e-7504-a035-5222028ac3b2', NULL);
INSERT INTO booking.events OVERRIDING SYSTEM VALUE VALUES (4, '01a21ca1-1462-70d1-8e41-b0a06fb08c02', 'meetingroom.booking.confirmed.v1', '01a21ca1-11b3-7184-b06c-d1636ae17761', 3, '{"booking": {"id": "01a21ca1-11b3-7184-b06c-d1636ae17761", "room": {"id": "01a21ca1-0df8-71ba-be56-f0381afd16d6", "host": {"id": "henry"}, "name": "Han River"}, "slot": {"end": "2026-11-27T10:56:06.344Z", "start": "2026-11-27T10:51:06.344Z"}, "price": {"amount": 1000, "currency": "KRW"}, "status": "CONFIRMED", "customer": {"id": "alice"}, "cancelledAt": null, "cancelledBy": null, "requestedAt": "2026-11-27T10:50:47.611Z", "cancellationReason": null}}', '2026-11-27 10:50:48.29+00', '01a21ca1-10dd-73a6-9031-9037b081f5ab', '01a21ca1-144a-7672-bea1-026704fa5cbf', NULL);
INSERT INTO booking.events OVERRIDING SYSTEM VALUE VALUES (5, '01a21ca1-1498-76d1-874d-794b2ba41070', 'meetingroom.booking.paid.v1', '01a21ca1-1386-726b-ba12-09a0319ad0a3', 2, '{"booking": {"id": "01a21ca1-1386-726b-ba12-09a0319ad0a3", "room": {"id": "01a21ca1-0df8-71ba-be56-f0381afd16d6", "host": {"id": "henry"}, "name": "Han River"}, "slot": {"end": "2090-05-01T10:00:00.000Z", "start": "2090-05-01T09:00:00.000Z"}, "price": {"amount": 12000, "currency": "KRW"}, "status": "PAID", "customer": {"id": "alice"}, "cancelledAt": null, "cancelledBy": null, "requestedAt": "2026-11-27T10:50:48.070Z", "cancellationReason": null}}', '2026-11-27 10:50:48.344+00', '01a21ca1-136e-7504-a035-5222028ac3b2', '01a21ca1-136e-7504-a035-5222028ac3b2', NULL);
INSERT INTO booking.events OVERRIDING SYSTEM VALUE VALUES (6, '01a21ca1-14e8-724f-b146-918883d3df4d', 'meetingroom.booking.requested.v1', '01a21ca1-14dd-772e-9c22-afbf4d34cd6f', 1, '{"booking": {"id": "01a21ca1-14dd-772e-9c22-afbf4d34cd6f", "room": {"id": "01a21ca1-0df8-71ba-be56-f0381afd16d6", "host": {"id": "henry"}, "name": "Han River"}, "slot": {"end": "2090-05-02T10:00:00.000Z", "start": "2090-05-02T09:00:00.000Z"}, "price": {"amount": 12000, "currency": "KRW"}, "status": "REQUESTED", "customer": {"id": "alice"}, "cancelledAt": null, "cancelledBy": null, "requestedAt": "2026-11-27T10:50:48.422Z", "cancellationReason": null}}', '2026-11-27 10:50:48.422+00', '01a21ca1-14d6-7188-a26f-8c867dc967ee', '01a21ca1-14d6-7188-a26f-8c867dc967ee', NULL);
INSERT INTO booking.events OVERRIDING SYSTEM VALUE VALUES (7, '01a21ca1-1549-731b-8cbb-e7fa400145ee', 'meetingroom.booking.confirmed.v1', '01a21ca1-1386-726b-ba12-09a0319ad0a3', 3, '{"booking": {"id": "01a21ca1-1386-726b-ba12-09a0319ad0a3", "room": {"id": "01a21ca1-0df8-71ba-be56-f0381afd16d6", "host": {"id": "henry"}, "name": "Han River"}, "slot": {"end": "2090-05-01T10:00:00.000Z", "start": "2090-05-01T09:00:00.000Z"}, "price": {"amount": 12000, "currency": "KRW"}, "status": "CONFIRMED", "customer": {"id": "alice"}, "cancelledAt": null, "cancelledBy": null, "requestedAt": "2026-11-27T10:50:48.070Z", "cancellationReason": null}}', '2026-11-27 10:50:48.521+00', '01a21ca1-136e-7504-a035-5222028ac3b2', '01a21ca1-1522-7126-b2b3-c9d45eb25d3d', NULL);
INSERT INTO booking.events OVERRIDING SYSTEM VALUE VALUES (8, '01a21ca1-159a-7221-8630-945cfd7f462e', 'meetingroom.booking.paid.v1', '01a21ca1-14dd-772e-9c22-afbf4d34cd6f', 2, '{"booking": {"id": "01a21ca1-14dd-772e-9c22-afbf4d34cd6f", "room": {"id": "01a21ca1-0df8-71ba-be56-f0381afd16d6", "host": {"id": "henry"}, "name": "Han River"}, "slot": {"end": "2090-05-02T10:00:00.000Z", "start": "2090-05-02T09:00:00.000Z"}, "price": {"amount": 12000, "currency": "KRW"}, "status": "PAID", "customer": {"id": "alice"}, "cancelledAt": null, "cancelledBy": null, "requestedAt": "2026-11-27T10:50:48.422Z", "cancellationReason": null}}', '2026-11-27 10:50:48.602+00', '01a21ca1-14d6-7188-a26f-8c867dc967ee', '01a21ca1-14d6-7188-a26f-8c867dc967ee', NULL);
INSERT INTO booking.events OVERRIDING SYSTEM VALUE VALUES (9, '01a21ca1-15d3-743e-979b-9f0242fa1c73', 'meetingroom.booking.requested.v1', '01a21ca1-15bf-742a-a301-07b0b67aa4e7', 1, '{"booking": {"id": "01a21ca1-15bf-742a-a301-07b0b67aa4e7", "room": {"id": "01a21ca1-0df8-71ba-be56-f0381afd16d6", "host": {"id": "henry"}, "name": "Han River"}, "slot": {"end": "2090-05-03T10:00:00.000Z", "start": "2090-05-03T09:00:00.000Z"}, "price": {"amount": 12000, "currency": "KRW"}, "status": "REQUESTED", "customer": {"id": "alice"}, "cancelledAt": null, "cancelledBy": null, "requestedAt": "2026-11-27T10:50:48.639Z", "cancellationReason": null}}', '2026-11-27 10:50:48.639+00', '01a21ca1-15bd-7471-941e-9c31a614ebe1', '01a21ca1-15bd-7471-941e-9c31a614ebe1', NULL);
INSERT INTO booking.events OVERRIDING SYSTEM VALUE VALUES (10, '01a21ca1-162d-7461-82cd-755b6262ae71', 'meetingroom.booking.paid.v1', '01a21ca1-15bf-742a-a301-07b0b67aa4e7', 2, '{"booking": {"id": "01a21ca1-15bf-742a-a301-07b0b67aa4e7", "room": {"id": "01a21ca1-0df8-71ba-be56-f0381afd16d6", "host": {"id": "henry"}, "name": "Han River"}, "slot": {"end": "2090-05-03T10:00:00.000Z", "start": "2090-05-03T09:00:00.000Z"}, "price": {"amount": 12000, "currency": "KRW"}, "status": "PAID", "customer": {"id": "alice"}, "cancelledAt": null, "cancelledBy": null, "requestedAt": "2026-11-27T10:50:48.639Z", "cancellationReason": null}}', '2026-11-27 10:50:48.749+00', '01a21ca1-15bd-7471-941e-9c31a614ebe1', '01a21ca1-15bd-7471-941e-9c31a614ebe1', NULL);
INSERT INTO booking.events OVERRIDING SYSTEM VALUE VALUES (11, '01a21ca1-166d-70cb-b455-632108cec538', 'meetingroom.booking.requested.v1', '01a21ca1-1665-7672-8c35-4aff52ff5748', 1, '{"booking": {"id": "01a21ca1-1665-7672-8c35-4aff52ff5748", "room": {"id": "01a21ca1-0df8-71ba-be56-f0381afd16d6", "host": {"id": "henry"}, "name": "Han River"}, "slot": {"end": "2090-05-04T10:00:00.000Z", "start": "2090-05-04T09:00:00.000Z"}, "price": {"amount": 12000, "currency": "KRW"}, "status": "REQUESTED", "customer": {"id": "bob"}, "cancelledAt": null, "cancelledBy": null, "requestedAt": "2026-11-27T10:50:48.805Z", "cancellationReason": null}}', '2026-11-27 10:50:48.805+00', '01a21ca1-1640-7128-93b3-39f1ae0b8fb1', '01a21ca1-1640-7128-93b3-39f1ae0b8fb1', NULL);
INSERT INTO booking.events OVERRIDING SYSTEM VALUE VALUES (12, '01a21ca1-16bd-7698-8bb9-e4fd43539367', 'meetingroom.booking.confirmed.v1', '01a21ca1-14dd-772e-9c22-afbf4d34cd6f', 3, '{"booking": {"id": "01a21ca1-14dd-772e-9c22-afbf4d34cd6f", "room": {"id": "01a21ca1-0df8-71ba-be56-f0381afd16d6", "host": {"id": "henry"}, "name": "Han River"}, "slot": {"end": "2090-05-02T10:00:00.000Z", "start": "2090-05-02T09:00:00.000Z"}, "price": {"amount": 12000, "currency": "KRW"}, "status": "CONFIRMED", "customer": {"id": "alice"}, "cancelledAt": null, "cancelledBy": null, "requestedAt": "2026-11-27T10:50:48.422Z", "cancellationReason": null}}', '2026-11-27 10:50:48.893+00', '01a21ca1-14d6-7188-a26f-8c867dc967ee', '01a21ca1-169a-71ff-a974-0a15fde76c0a', NULL);
INSERT INTO booking.events OVERRIDING SYSTEM VALUE VALUES (13, '01a21ca1-17da-7320-b66a-5c4d1fdc1d7c', 'meetingroom.booking.confirmed.v1', '01a21ca1-15bf-742a-a301-07b0b67aa4e7', 3, '{"booking": {"id": "01a21ca1-15bf-742a-a301-07b0b67aa4e7", "room": {"id": "01a21ca1-0df8-71ba-be56-f0381afd16d6", "host": {"id": "henry"}, "name": "Han River"}, "slot": {"end": "2090-05-03T10:00:00.000Z", "start": "2090-05-03T09:00:00.000Z"}, "price": {"amount": 12000, "currency": "KRW"}, "status": "CONFIRMED", "customer": {"id": "alice"}, "cancelledAt": null, "cancelledBy": null, "requestedAt": "2026-11-27T10:50:48.639Z", "cancellationReason": null}}', '2026-11-27 10:50:49.178+00', '01a21ca1-15bd-7471-941e-9c31a614ebe1', '01a21ca1-175a-73b5-961b-ea4a3caa557d', NULL);
INSERT INTO booking.events OVERRIDING SYSTEM VALUE VALUES (18, '01a21ca1-19db-7373-908b-8aa21832ffd3', 'meetingroom.booking.requested.v1', '01a21ca1-19cb-72cf-a352-8fb843d1fb32', 1, '{"booking": {"id": "01a21ca1-19cb-72cf-a352-8fb843d1fb32", "room": {"id": "01a21ca1-0f18-71cc-a53b-f602a5f784de", "host": {"id": "henry"}, "name": "Namsan"}, "slot": {"end": "2090-05-01T10:00:00.000Z", "start": "2090-05-01T09:00:00.000Z"}, "price": {"amount": 12000, "currency": "KRW"}, "status": "REQUESTED", "customer": {"id": "bob"}, "cancelledAt": null, "cancelledBy": null, "requestedAt": "2026-11-27T10:50:49.675Z", "cancellationReason": null}}', '2026-11-27 10:50:49.675+00', '01a21ca1-19ba-719e-b19a-0d6962bb7e0d', '01a21ca1-19ba-719e-b19a-0d6962bb7e0d', NULL);
INSERT INTO booking.events OVERRIDING SYSTEM VALUE VALUES (19, '01a21ca1-1a25-7085-b568-a5e561b7cee8', 'meetingroom.booking.paid.v1', '01a21ca1-19cb-72cf-a352-8fb843d1fb32', 2, '{"booking": {"id": "01a21ca1-19cb-72cf-a352-8fb843d1fb32", "room": {"id": "01a21ca1-0f18-71cc-a53b-f602a5f784de", "host": {"id": "henry"}, "name": "Namsan"}, "slot": {"end": "2090-05-01T10:00:00.000Z", "start": "2090-05-01T09:00:00.000Z"}, "price": {"amount": 12000, "currency": "KRW"}, "status": "PAID", "customer": {"id": "bob"}, "cancelledAt": null, "cancelledBy": null, "requestedAt": "2026-11-27T10:50:49.675Z", "cancellationReason": null}}', '2026-11-27 10:50:49.764+00', '01a21ca1-19ba-719e-b19a-0d6962bb7e0d', '01a21ca1-19ba-719e-b19a-0d6962bb7e0d', NULL);
INSERT INTO booking.events OVERRIDING SYSTEM VALUE VALUES (20, '01a21ca1-1a96-73a9-a53d-29d82aca4dee', 'meetingroom.booking.confirmed.v1', '01a21ca1-19cb-72cf-a352-8fb843d1fb32', 3, '{"booking": {"id": "01a21ca1-19cb-72cf-a352-8fb843d1fb32", "room": {"id": "01a21ca1-0f18-71cc-a53b-f602a5f784de", "host": {"id": "henry"}, "name": "Namsan"}, "slot": {"end": "2090-05-01T10:00:00.000Z", "start": "2090-05-01T09:00:00.000Z"}, "price": {"amount": 12000, "currency": "KRW"}, "status": "CONFIRMED", "customer": {"id": "bob"}, "cancelledAt": null, "cancelledBy": null, "requestedAt": "2026-11-27T10:50:49.675Z", "cancellationReason": null}}', '2026-11-27 10:50:49.878+00', '01a21ca1-19ba-719e-b19a-0d6962bb7e0d', '01a21ca1-1a84-77c1-9fc7-f3c2ff161eb6', NULL);
INSERT INTO booking.events OVERRIDING SYSTEM VALUE VALUES (21, '01a21ca1-1acb-7391-9758-805255aca9f2', 'meetingroom.booking.requested.v1', '01a21ca1-1aca-7376-bf94-32e4842cf746', 1, '{"booking": {"id": "01a21ca1-1aca-7376-bf94-32e4842cf746", "room": {"id": "01a21ca1-1012-74aa-9e99-aed46ae8ad1f", "host": {"id": "henry"}, "name": "Gone"}, "slot": {"end": "2090-05-01T10:00:00.000Z", "start": "2090-05-01T09:00:00.000Z"}, "price": {"amount": 12000, "currency": "KRW"}, "status": "REQUESTED", "customer": {"id": "bob"}, "cancelledAt": null, "cancelledBy": null, "requestedAt": "2026-11-27T10:50:49.930Z", "cancellationReason": null}}', '2026-11-27 10:50:49.93+00', '01a21ca1-1ac8-72ba-a3e5-6c50eee4df50', '01a21ca1-1ac8-72ba-a3e5-6c50eee4df50', NULL);
INSERT INTO booking.events OVERRIDING SYSTEM VALUE VALUES (14, '01a21ca1-180c-7722-b599-31c866127098', 'meetingroom.booking.paid.v1', '01a21ca1-1665-7672-8c35-4aff52ff5748', 2, '{"booking": {"id": "01a21ca1-1665-7672-8c35-4aff52ff5748", "room": {"id": "01a21ca1-0df8-71ba-be56-f0381afd16d6", "host": {"id": "henry"}, "name": "Han River"}, "slot": {"end": "2090-05-04T10:00:00.000Z", "start": "2090-05-04T09:00:00.000Z"}, "price": {"amount": 12000, "currency": "KRW"}, "status": "PAID", "customer": {"id": "bob"}, "cancelledAt": null, "cancelledBy": null, "requestedAt": "2026-11-27T10:50:48.805Z", "cancellationReason": null}}', '2026-11-27 10:50:49.228+00', '01a21ca1-1640-7128-93b3-39f1ae0b8fb1', '01a21ca1-1640-7128-93b3-39f1ae0b8fb1', NULL);
INSERT INTO booking.events OVERRIDING SYSTEM VALUE VALUES (17, '01a21ca1-199a-726d-9f9c-4876afe83b77', 'meetingroom.booking.rejected.v1', '01a21ca1-18b6-73be-b3a9-1186b9e7a322', 2, '{"reason": "PAYMENT_DECLINED", "booking": {"id": "01a21ca1-18b6-73be-b3a9-1186b9e7a322", "room": {"id": "01a21ca1-0df8-71ba-be56-f0381afd16d6", "host": {"id": "henry"}, "name": "Han River"}, "slot": {"end": "2090-05-05T10:00:00.000Z", "start": "2090-05-05T09:00:00.000Z"}, "price": {"amount": 12000, "currency": "KRW"}, "status": "REJECTED", "customer": {"id": "bob"}, "cancelledAt": null, "cancelledBy": null, "requestedAt": "2026-11-27T10:50:49.398Z", "cancellationReason": null}, "declineCode": "generic_decline"}', '2026-11-27 10:50:49.625+00', '01a21ca1-189f-7441-80bd-86fa8cfcbc0d', '01a21ca1-189f-7441-80bd-86fa8cfcbc0d', NULL);
INSERT INTO booking.events OVERRIDING SYSTEM VALUE VALUES (22, '01a21ca1-1b21-74f6-aa7c-d3cba7d88136', 'meetingroom.booking.paid.v1', '01a21ca1-1aca-7376-bf94-32e4842cf746', 2, '{"booking": {"id": "01a21ca1-1aca-7376-bf94-32e4842cf746", "room": {"id": "01a21ca1-1012-74aa-9e99-aed46ae8ad1f", "host": {"id": "henry"}, "name": "Gone"}, "slot": {"end": "2090-05-01T10:00:00.000Z", "start": "2090-05-01T09:00:00.000Z"}, "price": {"amount": 12000, "currency": "KRW"}, "status": "PAID", "customer": {"id": "bob"}, "cancelledAt": null, "cancelledBy": null, "requestedAt": "2026-11-27T10:50:49.930Z", "cancellationReason": null}}', '2026-11-27 10:50:50.017+00', '01a21ca1-1ac8-72ba-a3e5-6c50eee4df50', '01a21ca1-1ac8-72ba-a3e5-6c50eee4df50', NULL);
INSERT INTO booking.events OVERRIDING SYSTEM VALUE VALUES (23, '01a21ca1-1bcb-73a3-94c9-c54c4f095c1f', 'meetingroom.booking.confirmed.v1', '01a21ca1-1aca-7376-bf94-32e4842cf746', 3, '{"booking": {"id": "01a21ca1-1aca-7376-bf94-32e4842cf746", "room": {"id": "01a21ca1-1012-74aa-9e99-aed46ae8ad1f", "host": {"id": "henry"}, "name": "Gone"}, "slot": {"end": "2090-05-01T10:00:00.000Z", "start": "2090-05-01T09:00:00.000Z"}, "price": {"amount": 12000, "currency": "KRW"}, "status": "CONFIRMED", "customer": {"id": "bob"}, "cancelledAt": null, "cancelledBy": null, "requestedAt": "2026-11-27T10:50:49.930Z", "cancellationReason": null}}', '2026-11-27 10:50:50.187+00', '01a21ca1-1ac8-72ba-a3e5-6c50eee4df50', '01a21ca1-1bab-76c9-97b3-477c5903d9ab', NULL);
INSERT INTO booking.events OVERRIDING SYSTEM VALUE VALUES (24, '01a21ca1-1c96-7793-9501-75a73bcc6093', 'meetingroom.booking.cancelled.v1', '01a21ca1-1aca-7376-bf94-32e4842cf746', 4, '{"booking": {"id": "01a21ca1-1aca-7376-bf94-32e4842cf746", "room": {"id": "01a21ca1-1012-74aa-9e99-aed46ae8ad1f", "host": {"id": "henry"}, "name": "Gone"}, "slot": {"end": "2090-05-01T10:00:00.000Z", "start": "2090-05-01T09:00:00.000Z"}, "price": {"amount": 12000, "currency": "KRW"}, "status": "CANCELLED", "customer": {"id": "bob"}, "cancelledAt": "2026-11-27T10:50:50.390Z", "cancelledBy": "SYSTEM", "requestedAt": "2026-11-27T10:50:49.930Z", "cancellationReason": "The room was removed."}, "cancelledBy": "ROOM"}', '2026-11-27 10:50:50.39+00', '01a21ca1-1b35-72a7-b035-6767bac53e5f', '01a21ca1-1c49-70ac-b9bc-11ca736c9400', NULL);
INSERT INTO booking.events OVERRIDING SYSTEM VALUE VALUES (15, '01a21ca1-186c-7175-b788-966d68b3f31c', 'meetingroom.booking.cancelled.v1', '01a21ca1-1665-7672-8c35-4aff52ff5748', 3, '{"booking": {"id": "01a21ca1-1665-7672-8c35-4aff52ff5748", "room": {"id": "01a21ca1-0df8-71ba-be56-f0381afd16d6", "host": {"id": "henry"}, "name": "Han River"}, "slot": {"end": "2090-05-04T10:00:00.000Z", "start": "2090-05-04T09:00:00.000Z"}, "price": {"amount": 12000, "currency": "KRW"}, "status": "CANCELLED", "customer": {"id": "bob"}, "cancelledAt": "2026-11-27T10:50:49.323Z", "cancelledBy": "CUSTOMER", "requestedAt": "2026-11-27T10:50:48.805Z", "cancellationReason": "Ill"}, "cancelledBy": "CUSTOMER"}', '2026-11-27 10:50:49.323+00', '01a21ca1-1827-719c-997f-ee082bfe6cb7', '01a21ca1-185e-71ea-aee0-5832a51c593e', NULL);
INSERT INTO booking.events OVERRIDING SYSTEM VALUE VALUES (16, '01a21ca1-18ca-7616-9756-6fb5e49ba754', 'meetingroom.booking.requested.v1', '01a21ca1-18b6-73be-b3a9-1186b9e7a322', 1, '{"booking": {"id": "01a21ca1-18b6-73be-b3a9-1186b9e7a322", "room": {"id": "01a21ca1-0df8-71ba-be56-f0381afd16d6", "host": {"id": "henry"}, "name": "Han River"}, "slot": {"end": "2090-05-05T10:00:00.000Z", "start": "2090-05-05T09:00:00.000Z"}, "price": {"amount": 12000, "currency": "KRW"}, "status": "REQUESTED", "customer": {"id": "bob"}, "cancelledAt": null, "cancelledBy": null, "requestedAt": "2026-11-27T10:50:49.398Z", "cancellationReason": null}}', '2026-11-27 10:50:49.398+00', '01a21ca1-189f-7441-80bd-86fa8cfcbc0d', '01a21ca1-189f-7441-80bd-86fa8cfcbc0d', NULL);
INSERT INTO booking.events OVERRIDING SYSTEM VALUE VALUES (25, '01a21ca5-eec9-778f-a3fc-327c56aa412b', 'meetingroom.booking.completed.v1', '01a21ca1-11b3-7184-b06c-d1636ae17761', 4, '{"booking": {"id": "01a21ca1-11b3-7184-b06c-d1636ae17761", "room": {"id": "01a21ca1-0df8-71ba-be56-f0381afd16d6", "host": {"id": "henry"}, "name": "Han River"}, "slot": {"end": "2026-11-27T10:56:06.344Z", "start": "2026-11-27T10:51:06.344Z"}, "price": {"amount": 1000, "currency": "KRW"}, "status": "COMPLETED", "customer": {"id": "alice"}, "cancelledAt": null, "cancelledBy": null, "requestedAt": "2026-11-27T10:50:47.611Z", "cancellationReason": null}}', '2026-11-27 10:56:06.345+00', '01a21ca5-eec9-778e-a79b-59f9325824e4', '01a21ca5-eec9-778e-a79b-59f9325824e4', NULL);
INSERT INTO booking.inbox VALUES ('01a21ca1-144a-7672-bea1-026704fa5cbf', '2026-11-27 10:50:48.290789+00');
INSERT INTO booking.inbox VALUES ('01a21ca1-1522-7126-b2b3-c9d45eb25d3d', '2026-11-27 10:50:48.524586+00');
INSERT INTO booking.inbox VALUES ('01a21ca1-169a-71ff-a974-0a15fde76c0a', '2026-11-27 10:50:48.894078+00');
INSERT INTO booking.inbox VALUES ('01a21ca1-175a-73b5-961b-ea4a3caa557d', '2026-11-27 10:50:49.192668+00');
INSERT INTO booking.inbox VALUES ('01a21ca1-1897-7318-8156-6cae3a7acba4', '2026-11-27 10:50:49.419479+00');
INSERT INTO booking.inbox VALUES ('01a21ca1-1938-71a6-b62c-d610e9e32c17', '2026-11-27 10:50:49.686192+00');
INSERT INTO booking.inbox VALUES ('01a21ca1-1a84-77c1-9fc7-f3c2ff161eb6', '2026-11-27 10:50:49.87903+00');
INSERT INTO booking.inbox VALUES ('01a21ca1-1bab-76c9-97b3-477c5903d9ab', '2026-11-27 10:50:50.187855+00');
INSERT INTO booking.inbox VALUES ('01a21ca1-1c49-70ac-b9bc-11ca736c9400', '2026-11-27 10:50:50.391115+00');
INSERT INTO booking.known_customers VALUES ('bob');
INSERT INTO booking.known_customers VALUES ('alice');
INSERT INTO booking.migrations VALUES ('platform', '0001-events.sql', '2026-11-27 10:50:40.508651+00');
INSERT INTO booking.migrations VALUES ('platform', '0002-outbox.sql', '2026-11-27 10:50:40.508651+00');
INSERT INTO booking.migrations VALUES ('platform', '0003-inbox-by-age.sql', '2026-11-27 10:50:40.508651+00');
INSERT INTO booking.migrations VALUES ('platform', '0004-tries-of-a-key.sql', '2026-11-27 10:50:40.508651+00');
INSERT INTO booking.migrations VALUES ('booking', '0001-bookings.sql', '2026-11-27 10:50:40.508651+00');
INSERT INTO booking.migrations VALUES ('booking', '0002-hosts-and-supplies.sql', '2026-11-27 10:50:40.508651+00');
INSERT INTO booking.migrations VALUES ('booking', '0003-erasures.sql', '2026-11-27 10:50:40.508651+00');
INSERT INTO booking.migrations VALUES ('booking', '0004-folded-texts.ts', '2026-11-27 10:50:40.508651+00');
INSERT INTO booking.migrations VALUES ('booking', '0005-customer-actions.sql', '2026-11-27 10:50:40.508651+00');
INSERT INTO booking.migrations VALUES ('booking', '0006-lists-by-slot.sql', '2026-11-27 10:50:40.508651+00');
INSERT INTO booking.migrations VALUES ('booking', '0007-former-rates.sql', '2026-11-27 10:50:40.508651+00');
INSERT INTO booking.migrations VALUES ('booking', '0008-declined-payments.sql', '2026-11-27 10:50:40.508651+00');
INSERT INTO booking.room_supplies VALUES ('01a21ca1-0df8-71ba-be56-f0381afd16d6', 1, '{chair}');
INSERT INTO booking.room_supplies VALUES ('01a21ca1-0f18-71cc-a53b-f602a5f784de', 1, '{chair}');
INSERT INTO booking.room_supplies VALUES ('01a21ca1-1012-74aa-9e99-aed46ae8ad1f', 2, '{}');
INSERT INTO booking.rooms VALUES ('01a21ca1-0df8-71ba-be56-f0381afd16d6', 1, 'Han River', 8, 12000, 'KRW', false, false, 'henry', '서울', 'Asia/Seoul', 'han river', '서울', '[]');
INSERT INTO booking.rooms VALUES ('01a21ca1-0f18-71cc-a53b-f602a5f784de', 4, 'Namsan', 8, 12000, 'KRW', true, false, 'henry', '서울', 'Asia/Seoul', 'namsan', '서울', '[]');
INSERT INTO booking.rooms VALUES ('01a21ca1-1012-74aa-9e99-aed46ae8ad1f', 5, 'Gone', 8, 12000, 'KRW', true, true, 'henry', '서울', 'Asia/Seoul', 'gone', '서울', '[]');
SELECT pg_catalog.setval('booking.events_position_seq', 25, true);
ALTER TABLE ONLY booking.bookings
    ADD CONSTRAINT bookings_pkey PRIMARY KEY (id);
ALTER TABLE ONLY booking.erasures
    ADD CONSTRAINT erasures_customer_id_key UNIQUE (customer_id);
ALTER TABLE ONLY booking.erasures
    ADD CONSTRAINT erasures_pkey PRIMARY KEY (id);
ALTER TABLE ONLY booking.erasures
    ADD CONSTRAINT erasures_pseudonym_key UNIQUE (pseudonym);
ALTER TABLE ONLY booking.events
    ADD CONSTRAINT events_aggregate_id_version_key UNIQUE (aggregate_id, version);
ALTER TABLE ONLY booking.events
    ADD CONSTRAINT events_pkey PRIMARY KEY ("position");
ALTER TABLE ONLY booking.idempotency_keys
    ADD CONSTRAINT idempotency_keys_pkey PRIMARY KEY (key);
ALTER TABLE ONLY booking.inbox
    ADD CONSTRAINT inbox_pkey PRIMARY KEY (event_id);
ALTER TABLE ONLY booking.known_customers
    ADD CONSTRAINT known_customers_pkey PRIMARY KEY (id);
ALTER TABLE ONLY booking.migrations
    ADD CONSTRAINT migrations_pkey PRIMARY KEY (series, name);
ALTER TABLE ONLY booking.bookings
    ADD CONSTRAINT one_booking_per_room_and_instant EXCLUDE USING gist (room_id WITH =, slot WITH &&) WHERE ((status <> ALL (ARRAY['REJECTED'::text, 'CANCELLED'::text])));
ALTER TABLE ONLY booking.outbox
    ADD CONSTRAINT outbox_pkey PRIMARY KEY ("position");
ALTER TABLE ONLY booking.room_supplies
    ADD CONSTRAINT room_supplies_pkey PRIMARY KEY (room_id);
ALTER TABLE ONLY booking.rooms
    ADD CONSTRAINT rooms_pkey PRIMARY KEY (id);
CREATE INDEX bookings_by_customer ON booking.bookings USING btree (customer_id, id DESC);
CREATE INDEX bookings_by_customer_and_slot ON booking.bookings USING btree (customer_id, lower(slot), id);
CREATE INDEX bookings_by_room ON booking.bookings USING btree (room_id, lower(slot), id);
CREATE INDEX bookings_by_slot ON booking.bookings USING btree (lower(slot), id);
CREATE INDEX bookings_declined ON booking.bookings USING btree (customer_id, requested_at) WHERE (rejection_reason = 'PAYMENT_DECLINED'::text);
CREATE INDEX bookings_to_complete ON booking.bookings USING btree (upper(slot)) WHERE (status = 'CONFIRMED'::text);
CREATE INDEX bookings_to_release ON booking.bookings USING btree (requested_at) WHERE (status = 'REQUESTED'::text);
CREATE INDEX idempotency_keys_by_age ON booking.idempotency_keys USING btree (claimed_at);
CREATE INDEX inbox_by_age ON booking.inbox USING btree (handled_at);
CREATE INDEX rooms_by_host ON booking.rooms USING btree (host_id);
