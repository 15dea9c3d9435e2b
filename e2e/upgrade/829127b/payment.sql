CREATE SCHEMA payment;
CREATE TABLE payment.events (
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
ALTER TABLE payment.events ALTER COLUMN "position" ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME payment.events_position_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE payment.idempotency_keys (
    key text NOT NULL,
    fingerprint text NOT NULL,
    command_id uuid NOT NULL,
    outcome jsonb,
    claimed_at timestamp with time zone DEFAULT now() NOT NULL,
    tries integer DEFAULT 1 NOT NULL
);
CREATE TABLE payment.inbox (
    event_id uuid NOT NULL,
    handled_at timestamp with time zone DEFAULT now() NOT NULL
);
CREATE TABLE payment.migrations (
    series text NOT NULL,
    name text NOT NULL,
    applied_at timestamp with time zone DEFAULT now() NOT NULL
);
CREATE TABLE payment.outbox (
    "position" bigint NOT NULL
)
WITH (autovacuum_vacuum_threshold='5000', autovacuum_vacuum_scale_factor='0');
CREATE TABLE payment.payments (
    booking_id uuid NOT NULL,
    id uuid NOT NULL,
    revision integer NOT NULL,
    version integer NOT NULL,
    status text NOT NULL,
    customer_id text NOT NULL,
    amount bigint NOT NULL,
    currency text NOT NULL,
    requested_at timestamp with time zone NOT NULL,
    request_correlation_id text NOT NULL,
    payment_method text,
    wish text,
    intent_id text,
    capture_before timestamp with time zone,
    decline_code text,
    void_reason text,
    refunds jsonb DEFAULT '[]'::jsonb NOT NULL,
    due_at timestamp with time zone,
    attempts integer DEFAULT 0 NOT NULL,
    correlation_id text NOT NULL,
    causation_id text NOT NULL,
    traceparent text,
    room_id uuid,
    dispute jsonb,
    compared_at timestamp with time zone DEFAULT now() NOT NULL,
    action jsonb,
    CONSTRAINT payments_amount_check CHECK ((amount >= 0)),
    CONSTRAINT payments_status_check CHECK ((status = ANY (ARRAY['REQUESTED'::text, 'REQUIRES_ACTION'::text, 'ABANDONED'::text, 'DECLINED'::text, 'AUTHORIZED'::text, 'VOIDED'::text, 'CAPTURED'::text, 'REFUNDED'::text, 'REFUND_FAILED'::text])))
);
CREATE TABLE payment.provider_events (
    id text NOT NULL,
    handled_at timestamp with time zone DEFAULT now() NOT NULL
);
CREATE TABLE payment.rooms (
    id uuid NOT NULL,
    version integer NOT NULL,
    host_id text
);
INSERT INTO payment.events OVERRIDING SYSTEM VALUE VALUES (1, '01a21ca1-1329-763e-beb2-0829f794ab88', 'meetingroom.payment.authorized.v1', '01a21ca1-1290-7220-a255-eb2573a6d714', 1, '{"payment": {"id": "01a21ca1-1290-7220-a255-eb2573a6d714", "amount": {"amount": 1000, "currency": "KRW"}, "status": "AUTHORIZED", "booking": {"id": "01a21ca1-11b3-7184-b06c-d1636ae17761"}, "customer": {"id": "alice"}}, "afterAction": false}', '2026-11-27 10:50:47.976+00', '01a21ca1-10dd-73a6-9031-9037b081f5ab', '01a21ca1-10dd-73a6-9031-9037b081f5ab', NULL);
INSERT INTO payment.events OVERRIDING SYSTEM VALUE VALUES (2, '01a21ca1-144a-7672-bea1-026704fa5cbf', 'meetingroom.payment.captured.v1', '01a21ca1-1290-7220-a255-eb2573a6d714', 2, '{"payment": {"id": "01a21ca1-1290-7220-a255-eb2573a6d714", "amount": {"amount": 1000, "currency": "KRW"}, "status": "CAPTURED", "booking": {"id": "01a21ca1-11b3-7184-b06c-d1636ae17761"}, "customer": {"id": "alice"}}}', '2026-11-27 10:50:48.266+00', '01a21ca1-10dd-73a6-9031-9037b081f5ab', '01a21ca1-13c0-7555-9d4c-d8154eaed791', NULL);
INSERT INTO payment.events OVERRIDING SYSTEM VALUE VALUES (3, '01a21ca1-1473-734d-8679-0791828efa0d', 'meetingroom.payment.authorized.v1', '01a21ca1-1405-76f5-b979-5930f3b01ef3', 1, '{"payment": {"id": "01a21ca1-1405-76f5-b979-5930f3b01ef3", "amount": {"amount": 12000, "currency": "KRW"}, "status": "AUTHORIZED", "booking": {"id": "01a21ca1-1386-726b-ba12-09a0319ad0a3"}, "customer": {"id": "alice"}}, "afterAction": false}', '2026-11-27 10:50:48.307+00', '01a21ca1-136e-7504-a035-5222028ac3b2', '01a21ca1-136e-7504-a035-5222028ac3b2', NULL);
INSERT INTO payment.events OVERRIDING SYSTEM VALUE VALUES (4, '01a21ca1-1522-7126-b2b3-c9d45eb25d3d', 'meetingroom.payment.captured.v1', '01a21ca1-1405-76f5-b979-5930f3b01ef3', 2, '{"payment": {"id": "01a21ca1-1405-76f5-b979-5930f3b01ef3", "amount": {"amount": 12000, "currency": "KRW"}, "status": "CAPTURED", "booking": {"id": "01a21ca1-1386-726b-ba12-09a0319ad0a3"}, "customer": {"id": "alice"}}}', '2026-11-27 10:50:48.482+00', '01a21ca1-136e-7504-a035-5222028ac3b2', '01a21ca1-14c7-7221-9337-e616f7faae60', NULL);
INSERT INTO payment.events OVERRIDING SYSTEM VALUE VALUES (5, '01a21ca1-1579-741b-9c63-0c5e17614f8a', 'meetingroom.payment.authorized.v1', '01a21ca1-1519-7655-8fc9-938575cd7fb1', 1, '{"payment": {"id": "01a21ca1-1519-7655-8fc9-938575cd7fb1", "amount": {"amount": 12000, "currency": "KRW"}, "status": "AUTHORIZED", "booking": {"id": "01a21ca1-14dd-772e-9c22-afbf4d34cd6f"}, "customer": {"id": "alice"}}, "afterAction": false}', '2026-11-27 10:50:48.569+00', '01a21ca1-14d6-7188-a26f-8c867dc967ee', '01a21ca1-14d6-7188-a26f-8c867dc967ee', NULL);
INSERT INTO payment.events OVERRIDING SYSTEM VALUE VALUES (6, '01a21ca1-1612-711f-8371-831e5ca33095', 'meetingroom.payment.authorized.v1', '01a21ca1-15f1-771c-b098-af11eef3c65c', 1, '{"payment": {"id": "01a21ca1-15f1-771c-b098-af11eef3c65c", "amount": {"amount": 12000, "currency": "KRW"}, "status": "AUTHORIZED", "booking": {"id": "01a21ca1-15bf-742a-a301-07b0b67aa4e7"}, "customer": {"id": "alice"}}, "afterAction": false}', '2026-11-27 10:50:48.722+00', '01a21ca1-15bd-7471-941e-9c31a614ebe1', '01a21ca1-15bd-7471-941e-9c31a614ebe1', NULL);
INSERT INTO payment.events OVERRIDING SYSTEM VALUE VALUES (7, '01a21ca1-169a-71ff-a974-0a15fde76c0a', 'meetingroom.payment.captured.v1', '01a21ca1-1519-7655-8fc9-938575cd7fb1', 2, '{"payment": {"id": "01a21ca1-1519-7655-8fc9-938575cd7fb1", "amount": {"amount": 12000, "currency": "KRW"}, "status": "CAPTURED", "booking": {"id": "01a21ca1-14dd-772e-9c22-afbf4d34cd6f"}, "customer": {"id": "alice"}}}', '2026-11-27 10:50:48.858+00', '01a21ca1-14d6-7188-a26f-8c867dc967ee', '01a21ca1-160a-75c5-a17b-e9efa18d78c8', NULL);
INSERT INTO payment.events OVERRIDING SYSTEM VALUE VALUES (8, '01a21ca1-16f9-7035-83b8-b13d1253b970', 'meetingroom.payment.authorized.v1', '01a21ca1-167f-776f-b775-53d3d1a9cd30', 1, '{"payment": {"id": "01a21ca1-167f-776f-b775-53d3d1a9cd30", "amount": {"amount": 12000, "currency": "KRW"}, "status": "AUTHORIZED", "booking": {"id": "01a21ca1-1665-7672-8c35-4aff52ff5748"}, "customer": {"id": "bob"}}, "afterAction": false}', '2026-11-27 10:50:48.953+00', '01a21ca1-1640-7128-93b3-39f1ae0b8fb1', '01a21ca1-1640-7128-93b3-39f1ae0b8fb1', NULL);
INSERT INTO payment.events OVERRIDING SYSTEM VALUE VALUES (9, '01a21ca1-175a-73b5-961b-ea4a3caa557d', 'meetingroom.payment.captured.v1', '01a21ca1-15f1-771c-b098-af11eef3c65c', 2, '{"payment": {"id": "01a21ca1-15f1-771c-b098-af11eef3c65c", "amount": {"amount": 12000, "currency": "KRW"}, "status": "CAPTURED", "booking": {"id": "01a21ca1-15bf-742a-a301-07b0b67aa4e7"}, "customer": {"id": "alice"}}}', '2026-11-27 10:50:49.05+00', '01a21ca1-15bd-7471-941e-9c31a614ebe1', '01a21ca1-169c-729d-81b2-0e798e4077d9', NULL);
INSERT INTO payment.events OVERRIDING SYSTEM VALUE VALUES (10, '01a21ca1-1897-7318-8156-6cae3a7acba4', 'meetingroom.payment.captured.v1', '01a21ca1-167f-776f-b775-53d3d1a9cd30', 2, '{"payment": {"id": "01a21ca1-167f-776f-b775-53d3d1a9cd30", "amount": {"amount": 12000, "currency": "KRW"}, "status": "CAPTURED", "booking": {"id": "01a21ca1-1665-7672-8c35-4aff52ff5748"}, "customer": {"id": "bob"}}}', '2026-11-27 10:50:49.367+00', '01a21ca1-1640-7128-93b3-39f1ae0b8fb1', '01a21ca1-1846-7330-900a-e524f676c738', NULL);
INSERT INTO payment.events OVERRIDING SYSTEM VALUE VALUES (11, '01a21ca1-18ff-763f-b975-c45a9a45bffd', 'meetingroom.payment.refunded.v1', '01a21ca1-167f-776f-b775-53d3d1a9cd30', 3, '{"refund": {"id": "01a21ca1-18ce-7326-b90c-91e3fdc892d4", "amount": {"amount": 12000, "currency": "KRW"}, "origin": "SERVICE", "reason": null, "status": "SUCCEEDED"}, "payment": {"id": "01a21ca1-167f-776f-b775-53d3d1a9cd30", "amount": {"amount": 12000, "currency": "KRW"}, "status": "REFUNDED", "booking": {"id": "01a21ca1-1665-7672-8c35-4aff52ff5748"}, "customer": {"id": "bob"}}}', '2026-11-27 10:50:49.471+00', '01a21ca1-1827-719c-997f-ee082bfe6cb7', '01a21ca1-186c-7175-b788-966d68b3f31c', NULL);
INSERT INTO payment.events OVERRIDING SYSTEM VALUE VALUES (12, '01a21ca1-1938-71a6-b62c-d610e9e32c17', 'meetingroom.payment.declined.v1', '01a21ca1-18e7-75f2-b46b-f8bd720c9aae', 1, '{"payment": {"id": "01a21ca1-18e7-75f2-b46b-f8bd720c9aae", "amount": {"amount": 12000, "currency": "KRW"}, "status": "DECLINED", "booking": {"id": "01a21ca1-18b6-73be-b3a9-1186b9e7a322"}, "customer": {"id": "bob"}}, "declineCode": "generic_decline"}', '2026-11-27 10:50:49.528+00', '01a21ca1-189f-7441-80bd-86fa8cfcbc0d', '01a21ca1-189f-7441-80bd-86fa8cfcbc0d', NULL);
INSERT INTO payment.events OVERRIDING SYSTEM VALUE VALUES (13, '01a21ca1-1a10-7315-88fd-6a1b1e331d69', 'meetingroom.payment.authorized.v1', '01a21ca1-19f9-70f3-97de-6a94c802ce49', 1, '{"payment": {"id": "01a21ca1-19f9-70f3-97de-6a94c802ce49", "amount": {"amount": 12000, "currency": "KRW"}, "status": "AUTHORIZED", "booking": {"id": "01a21ca1-19cb-72cf-a352-8fb843d1fb32"}, "customer": {"id": "bob"}}, "afterAction": false}', '2026-11-27 10:50:49.743+00', '01a21ca1-19ba-719e-b19a-0d6962bb7e0d', '01a21ca1-19ba-719e-b19a-0d6962bb7e0d', NULL);
INSERT INTO payment.events OVERRIDING SYSTEM VALUE VALUES (14, '01a21ca1-1a84-77c1-9fc7-f3c2ff161eb6', 'meetingroom.payment.captured.v1', '01a21ca1-19f9-70f3-97de-6a94c802ce49', 2, '{"payment": {"id": "01a21ca1-19f9-70f3-97de-6a94c802ce49", "amount": {"amount": 12000, "currency": "KRW"}, "status": "CAPTURED", "booking": {"id": "01a21ca1-19cb-72cf-a352-8fb843d1fb32"}, "customer": {"id": "bob"}}}', '2026-11-27 10:50:49.86+00', '01a21ca1-19ba-719e-b19a-0d6962bb7e0d', '01a21ca1-1a46-778d-9c83-26539374009e', NULL);
INSERT INTO payment.events OVERRIDING SYSTEM VALUE VALUES (15, '01a21ca1-1b1c-7171-8e65-461ccdffc352', 'meetingroom.payment.authorized.v1', '01a21ca1-1adb-7723-af4f-2226a6ade30e', 1, '{"payment": {"id": "01a21ca1-1adb-7723-af4f-2226a6ade30e", "amount": {"amount": 12000, "currency": "KRW"}, "status": "AUTHORIZED", "booking": {"id": "01a21ca1-1aca-7376-bf94-32e4842cf746"}, "customer": {"id": "bob"}}, "afterAction": false}', '2026-11-27 10:50:50.012+00', '01a21ca1-1ac8-72ba-a3e5-6c50eee4df50', '01a21ca1-1ac8-72ba-a3e5-6c50eee4df50', NULL);
INSERT INTO payment.events OVERRIDING SYSTEM VALUE VALUES (16, '01a21ca1-1bab-76c9-97b3-477c5903d9ab', 'meetingroom.payment.captured.v1', '01a21ca1-1adb-7723-af4f-2226a6ade30e', 2, '{"payment": {"id": "01a21ca1-1adb-7723-af4f-2226a6ade30e", "amount": {"amount": 12000, "currency": "KRW"}, "status": "CAPTURED", "booking": {"id": "01a21ca1-1aca-7376-bf94-32e4842cf746"}, "customer": {"id": "bob"}}}', '2026-11-27 10:50:50.155+00', '01a21ca1-1ac8-72ba-a3e5-6c50eee4df50', '01a21ca1-1b74-77d4-a808-c02c55f4a59f', NULL);
INSERT INTO payment.events OVERRIDING SYSTEM VALUE VALUES (17, '01a21ca1-1ce8-74b3-9809-367c0c347f71', 'meetingroom.payment.refunded.v1', '01a21ca1-1adb-7723-af4f-2226a6ade30e', 3, '{"refund": {"id": "01a21ca1-1cb6-772a-a7b2-7f4349c5c1bc", "amount": {"amount": 12000, "currency": "KRW"}, "origin": "SERVICE", "reason": null, "status": "SUCCEEDED"}, "payment": {"id": "01a21ca1-1adb-7723-af4f-2226a6ade30e", "amount": {"amount": 12000, "currency": "KRW"}, "status": "REFUNDED", "booking": {"id": "01a21ca1-1aca-7376-bf94-32e4842cf746"}, "customer": {"id": "bob"}}}', '2026-11-27 10:50:50.472+00', '01a21ca1-1b35-72a7-b035-6767bac53e5f', '01a21ca1-1c96-7793-9501-75a73bcc6093', NULL);
INSERT INTO payment.inbox VALUES ('01a21ca1-13c0-7555-9d4c-d8154eaed791', '2026-11-27 10:50:48.189743+00');
INSERT INTO payment.inbox VALUES ('01a21ca1-14c7-7221-9337-e616f7faae60', '2026-11-27 10:50:48.438986+00');
INSERT INTO payment.inbox VALUES ('01a21ca1-160a-75c5-a17b-e9efa18d78c8', '2026-11-27 10:50:48.775864+00');
INSERT INTO payment.inbox VALUES ('01a21ca1-169c-729d-81b2-0e798e4077d9', '2026-11-27 10:50:48.914716+00');
INSERT INTO payment.inbox VALUES ('01a21ca1-1846-7330-900a-e524f676c738', '2026-11-27 10:50:49.322442+00');
INSERT INTO payment.inbox VALUES ('01a21ca1-186c-7175-b788-966d68b3f31c', '2026-11-27 10:50:49.425809+00');
INSERT INTO payment.inbox VALUES ('01a21ca1-199a-726d-9f9c-4876afe83b77', '2026-11-27 10:50:49.660566+00');
INSERT INTO payment.inbox VALUES ('01a21ca1-1a46-778d-9c83-26539374009e', '2026-11-27 10:50:49.832603+00');
INSERT INTO payment.inbox VALUES ('01a21ca1-1b74-77d4-a808-c02c55f4a59f', '2026-11-27 10:50:50.118197+00');
INSERT INTO payment.inbox VALUES ('01a21ca1-1c96-7793-9501-75a73bcc6093', '2026-11-27 10:50:50.422896+00');
INSERT INTO payment.migrations VALUES ('platform', '0001-events.sql', '2026-11-27 10:50:41.403937+00');
INSERT INTO payment.migrations VALUES ('platform', '0002-outbox.sql', '2026-11-27 10:50:41.403937+00');
INSERT INTO payment.migrations VALUES ('platform', '0003-inbox-by-age.sql', '2026-11-27 10:50:41.403937+00');
INSERT INTO payment.migrations VALUES ('platform', '0004-tries-of-a-key.sql', '2026-11-27 10:50:41.403937+00');
INSERT INTO payment.migrations VALUES ('payment', '0001-payments.sql', '2026-11-27 10:50:41.403937+00');
INSERT INTO payment.migrations VALUES ('payment', '0002-provider-events-by-age.sql', '2026-11-27 10:50:41.403937+00');
INSERT INTO payment.migrations VALUES ('payment', '0003-rooms-and-amounts.sql', '2026-11-27 10:50:41.403937+00');
INSERT INTO payment.migrations VALUES ('payment', '0004-outside-refunds.sql', '2026-11-27 10:50:41.403937+00');
INSERT INTO payment.migrations VALUES ('payment', '0005-required-actions.sql', '2026-11-27 10:50:41.403937+00');
INSERT INTO payment.payments VALUES ('01a21ca1-11b3-7184-b06c-d1636ae17761', '01a21ca1-1290-7220-a255-eb2573a6d714', 4, 2, 'CAPTURED', 'alice', 1000, 'KRW', '2026-11-27 10:50:47.824+00', '01a21ca1-10dd-73a6-9031-9037b081f5ab', 'pm_card_visa', NULL, 'pi_3mwyv1tkx42fed73a52bbd09f', NULL, NULL, NULL, '[]', NULL, 0, '01a21ca1-10dd-73a6-9031-9037b081f5ab', '01a21ca1-13c0-7555-9d4c-d8154eaed791', NULL, '01a21ca1-0df8-71ba-be56-f0381afd16d6', NULL, '2026-11-27 10:50:47.825869+00', NULL);
INSERT INTO payment.payments VALUES ('01a21ca1-1386-726b-ba12-09a0319ad0a3', '01a21ca1-1405-76f5-b979-5930f3b01ef3', 4, 2, 'CAPTURED', 'alice', 12000, 'KRW', '2026-11-27 10:50:48.197+00', '01a21ca1-136e-7504-a035-5222028ac3b2', 'pm_card_visa', NULL, 'pi_3mwyv1tugfc99a7872cbb1507', NULL, NULL, NULL, '[]', NULL, 0, '01a21ca1-136e-7504-a035-5222028ac3b2', '01a21ca1-14c7-7221-9337-e616f7faae60', NULL, '01a21ca1-0df8-71ba-be56-f0381afd16d6', NULL, '2026-11-27 10:50:48.198106+00', NULL);
INSERT INTO payment.payments VALUES ('01a21ca1-14dd-772e-9c22-afbf4d34cd6f', '01a21ca1-1519-7655-8fc9-938575cd7fb1', 4, 2, 'CAPTURED', 'alice', 12000, 'KRW', '2026-11-27 10:50:48.473+00', '01a21ca1-14d6-7188-a26f-8c867dc967ee', 'pm_card_visa', NULL, 'pi_3mwyv1u1355dd33b8882c75c2', NULL, NULL, NULL, '[]', NULL, 0, '01a21ca1-14d6-7188-a26f-8c867dc967ee', '01a21ca1-160a-75c5-a17b-e9efa18d78c8', NULL, '01a21ca1-0df8-71ba-be56-f0381afd16d6', NULL, '2026-11-27 10:50:48.477802+00', NULL);
INSERT INTO payment.payments VALUES ('01a21ca1-15bf-742a-a301-07b0b67aa4e7', '01a21ca1-15f1-771c-b098-af11eef3c65c', 4, 2, 'CAPTURED', 'alice', 12000, 'KRW', '2026-11-27 10:50:48.689+00', '01a21ca1-15bd-7471-941e-9c31a614ebe1', 'pm_card_visa', NULL, 'pi_3mwyv1u6e062e3ea023158423', NULL, NULL, NULL, '[]', NULL, 0, '01a21ca1-15bd-7471-941e-9c31a614ebe1', '01a21ca1-169c-729d-81b2-0e798e4077d9', NULL, '01a21ca1-0df8-71ba-be56-f0381afd16d6', NULL, '2026-11-27 10:50:48.69638+00', NULL);
INSERT INTO payment.payments VALUES ('01a21ca1-18b6-73be-b3a9-1186b9e7a322', '01a21ca1-18e7-75f2-b46b-f8bd720c9aae', 2, 1, 'DECLINED', 'bob', 12000, 'KRW', '2026-11-27 10:50:49.447+00', '01a21ca1-189f-7441-80bd-86fa8cfcbc0d', 'pm_card_visa_chargeDeclined', NULL, NULL, NULL, 'generic_decline', NULL, '[]', NULL, 0, '01a21ca1-189f-7441-80bd-86fa8cfcbc0d', '01a21ca1-189f-7441-80bd-86fa8cfcbc0d', NULL, '01a21ca1-0df8-71ba-be56-f0381afd16d6', NULL, '2026-11-27 10:50:49.450908+00', NULL);
INSERT INTO payment.payments VALUES ('01a21ca1-19cb-72cf-a352-8fb843d1fb32', '01a21ca1-19f9-70f3-97de-6a94c802ce49', 4, 2, 'CAPTURED', 'bob', 12000, 'KRW', '2026-11-27 10:50:49.721+00', '01a21ca1-19ba-719e-b19a-0d6962bb7e0d', 'pm_card_visa', NULL, 'pi_3mwyv1uyr796093245040256b', NULL, NULL, NULL, '[]', NULL, 0, '01a21ca1-19ba-719e-b19a-0d6962bb7e0d', '01a21ca1-1a46-778d-9c83-26539374009e', NULL, '01a21ca1-0f18-71cc-a53b-f602a5f784de', NULL, '2026-11-27 10:50:49.722722+00', NULL);
INSERT INTO payment.payments VALUES ('01a21ca1-1665-7672-8c35-4aff52ff5748', '01a21ca1-167f-776f-b775-53d3d1a9cd30', 7, 3, 'REFUNDED', 'bob', 12000, 'KRW', '2026-11-27 10:50:48.831+00', '01a21ca1-1640-7128-93b3-39f1ae0b8fb1', 'pm_card_visa', 'BOOKING_CANCELLED', 'pi_3mwyv1ube521f1f93fa68f86f', NULL, NULL, NULL, '[{"id": "01a21ca1-18ce-7326-b90c-91e3fdc892d4", "amount": {"amount": 12000, "currency": "KRW"}, "origin": "SERVICE", "reason": null, "status": "SUCCEEDED", "createdAt": "2026-11-27T10:50:49.422Z", "notBefore": "2026-11-27T10:50:49.422Z", "providerId": "re_3mwyv1ur21d0dd341688affce"}]', '2026-11-27 11:01:24.052+00', 7, '01a21ca1-1827-719c-997f-ee082bfe6cb7', '01a21ca1-186c-7175-b788-966d68b3f31c', NULL, '01a21ca1-0df8-71ba-be56-f0381afd16d6', NULL, '2026-11-27 10:50:48.845286+00', NULL);
INSERT INTO payment.payments VALUES ('01a21ca1-1aca-7376-bf94-32e4842cf746', '01a21ca1-1adb-7723-af4f-2226a6ade30e', 7, 3, 'REFUNDED', 'bob', 12000, 'KRW', '2026-11-27 10:50:49.947+00', '01a21ca1-1ac8-72ba-a3e5-6c50eee4df50', 'pm_card_visa', 'ROOM_UNAVAILABLE', 'pi_3mwyv1v6473a04bfe7feb9c59', NULL, NULL, NULL, '[{"id": "01a21ca1-1cb6-772a-a7b2-7f4349c5c1bc", "amount": {"amount": 12000, "currency": "KRW"}, "origin": "SERVICE", "reason": null, "status": "SUCCEEDED", "createdAt": "2026-11-27T10:50:50.422Z", "notBefore": "2026-11-27T10:50:50.422Z", "providerId": "re_3mwyv1vipd02dfc98abade509"}]', '2026-11-27 11:01:25.055+00', 7, '01a21ca1-1b35-72a7-b035-6767bac53e5f', '01a21ca1-1c96-7793-9501-75a73bcc6093', NULL, '01a21ca1-1012-74aa-9e99-aed46ae8ad1f', NULL, '2026-11-27 10:50:49.95365+00', NULL);
INSERT INTO payment.rooms VALUES ('01a21ca1-0df8-71ba-be56-f0381afd16d6', 1, 'henry');
INSERT INTO payment.rooms VALUES ('01a21ca1-0f18-71cc-a53b-f602a5f784de', 4, 'henry');
INSERT INTO payment.rooms VALUES ('01a21ca1-1012-74aa-9e99-aed46ae8ad1f', 5, 'henry');
SELECT pg_catalog.setval('payment.events_position_seq', 17, true);
ALTER TABLE ONLY payment.events
    ADD CONSTRAINT events_aggregate_id_version_key UNIQUE (aggregate_id, version);
ALTER TABLE ONLY payment.events
    ADD CONSTRAINT events_pkey PRIMARY KEY ("position");
ALTER TABLE ONLY payment.idempotency_keys
    ADD CONSTRAINT idempotency_keys_pkey PRIMARY KEY (key);
ALTER TABLE ONLY payment.inbox
    ADD CONSTRAINT inbox_pkey PRIMARY KEY (event_id);
ALTER TABLE ONLY payment.migrations
    ADD CONSTRAINT migrations_pkey PRIMARY KEY (series, name);
ALTER TABLE ONLY payment.outbox
    ADD CONSTRAINT outbox_pkey PRIMARY KEY ("position");
ALTER TABLE ONLY payment.payments
    ADD CONSTRAINT payments_id_key UNIQUE (id);
ALTER TABLE ONLY payment.payments
    ADD CONSTRAINT payments_pkey PRIMARY KEY (booking_id);
ALTER TABLE ONLY payment.provider_events
    ADD CONSTRAINT provider_events_pkey PRIMARY KEY (id);
ALTER TABLE ONLY payment.rooms
    ADD CONSTRAINT rooms_pkey PRIMARY KEY (id);
CREATE INDEX idempotency_keys_by_age ON payment.idempotency_keys USING btree (claimed_at);
CREATE INDEX inbox_by_age ON payment.inbox USING btree (handled_at);
CREATE INDEX payments_by_creation ON payment.payments USING btree (requested_at DESC, id DESC) WHERE (status <> ALL (ARRAY['REQUESTED'::text, 'ABANDONED'::text]));
CREATE INDEX payments_by_intent ON payment.payments USING btree (intent_id) WHERE (status = ANY (ARRAY['CAPTURED'::text, 'REFUNDED'::text, 'REFUND_FAILED'::text]));
CREATE INDEX payments_by_room ON payment.payments USING btree (room_id, requested_at DESC, id DESC) WHERE (status <> ALL (ARRAY['REQUESTED'::text, 'ABANDONED'::text]));
CREATE INDEX payments_by_status ON payment.payments USING btree (status, requested_at DESC, id DESC) WHERE (status <> ALL (ARRAY['REQUESTED'::text, 'ABANDONED'::text]));
CREATE INDEX payments_due ON payment.payments USING btree (due_at) WHERE (due_at IS NOT NULL);
CREATE INDEX payments_to_compare ON payment.payments USING btree (compared_at) WHERE ((status = ANY (ARRAY['CAPTURED'::text, 'REFUNDED'::text, 'REFUND_FAILED'::text])) AND (intent_id IS NOT NULL));
CREATE INDEX provider_events_by_age ON payment.provider_events USING btree (handled_at);
CREATE INDEX rooms_by_host ON payment.rooms USING btree (host_id);
