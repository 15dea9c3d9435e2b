CREATE SCHEMA notification;
CREATE TABLE notification.customers (
    key uuid NOT NULL,
    id text NOT NULL,
    version integer DEFAULT 0 NOT NULL,
    last_number bigint DEFAULT 0 NOT NULL,
    unread integer DEFAULT 0 NOT NULL,
    language text,
    token_language text,
    email text,
    CONSTRAINT customers_language_check CHECK ((language = ANY (ARRAY['EN'::text, 'KO'::text]))),
    CONSTRAINT customers_token_language_check CHECK ((token_language = ANY (ARRAY['EN'::text, 'KO'::text])))
)
WITH (fillfactor='80');
CREATE TABLE notification.events (
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
ALTER TABLE notification.events ALTER COLUMN "position" ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME notification.events_position_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE notification.idempotency_keys (
    key text NOT NULL,
    fingerprint text NOT NULL,
    command_id uuid NOT NULL,
    outcome jsonb,
    claimed_at timestamp with time zone DEFAULT now() NOT NULL,
    tries integer DEFAULT 1 NOT NULL
);
CREATE TABLE notification.inbox (
    event_id uuid NOT NULL,
    handled_at timestamp with time zone DEFAULT now() NOT NULL
);
CREATE TABLE notification.mails (
    message_id uuid NOT NULL,
    customer_key uuid NOT NULL,
    due_at timestamp with time zone NOT NULL,
    attempts integer DEFAULT 0 NOT NULL,
    created_at timestamp with time zone NOT NULL
);
CREATE TABLE notification.messages (
    id uuid NOT NULL,
    customer_key uuid NOT NULL,
    number bigint NOT NULL,
    content jsonb NOT NULL,
    room_id uuid,
    created_at timestamp with time zone NOT NULL,
    read_at timestamp with time zone
);
CREATE TABLE notification.migrations (
    series text NOT NULL,
    name text NOT NULL,
    applied_at timestamp with time zone DEFAULT now() NOT NULL
);
CREATE TABLE notification.outbox (
    "position" bigint NOT NULL
)
WITH (autovacuum_vacuum_threshold='5000', autovacuum_vacuum_scale_factor='0');
CREATE TABLE notification.rooms (
    id uuid NOT NULL,
    version integer NOT NULL,
    time_zone text NOT NULL
);
INSERT INTO notification.customers VALUES ('2bd806c9-7f0e-80af-9a1f-c3328fa763a9', 'alice', 8, 8, 8, NULL, NULL, NULL);
INSERT INTO notification.customers VALUES ('81b637d8-fcd2-86da-a359-e6963113a117', 'bob', 13, 13, 13, NULL, NULL, NULL);
INSERT INTO notification.events OVERRIDING SYSTEM VALUE VALUES (1, '01a21ca1-1494-7064-b06c-87b97e249664', 'meetingroom.notification.messageSent.v1', '2bd806c9-7f0e-80af-9a1f-c3328fa763a9', 1, '{"id": "01a21ca1-13e2-7481-b354-d951a430d139", "kind": "ROOM_ASSIGNED", "text": "Han River is assigned to your booking: Fri, Nov 27, 2026, 7:51 – 7:56 PM GMT+9.", "readAt": null, "target": null, "booking": {"id": "01a21ca1-11b3-7184-b06c-d1636ae17761"}, "customer": {"id": "alice"}, "createdAt": "2026-11-27T10:50:48.160Z", "unreadCount": 1}', '2026-11-27 10:50:48.16+00', '01a21ca1-10dd-73a6-9031-9037b081f5ab', '01a21ca1-13c0-7555-9d4c-d8154eaed791', NULL);
INSERT INTO notification.events OVERRIDING SYSTEM VALUE VALUES (2, '01a21ca1-14f5-72df-89b6-7db861099f53', 'meetingroom.notification.messageSent.v1', '2bd806c9-7f0e-80af-9a1f-c3328fa763a9', 2, '{"id": "01a21ca1-14bf-7657-b2cb-6845b27eca8b", "kind": "BOOKING_CONFIRMED", "text": "Your booking of Han River is confirmed: Fri, Nov 27, 2026, 7:51 – 7:56 PM GMT+9. Price: ₩1,000.", "readAt": null, "target": null, "booking": {"id": "01a21ca1-11b3-7184-b06c-d1636ae17761"}, "customer": {"id": "alice"}, "createdAt": "2026-11-27T10:50:48.372Z", "unreadCount": 2}', '2026-11-27 10:50:48.372+00', '01a21ca1-10dd-73a6-9031-9037b081f5ab', '01a21ca1-1462-70d1-8e41-b0a06fb08c02', NULL);
INSERT INTO notification.events OVERRIDING SYSTEM VALUE VALUES (3, '01a21ca1-1526-778c-af95-641d530ab604', 'meetingroom.notification.messageSent.v1', '2bd806c9-7f0e-80af-9a1f-c3328fa763a9', 3, '{"id": "01a21ca1-1503-732b-b70f-926b2bbd1869", "kind": "ROOM_ASSIGNED", "text": "Han River is assigned to your booking: Mon, May 1, 2090, 6:00 – 7:00 PM GMT+9.", "readAt": null, "target": null, "booking": {"id": "01a21ca1-1386-726b-ba12-09a0319ad0a3"}, "customer": {"id": "alice"}, "createdAt": "2026-11-27T10:50:48.438Z", "unreadCount": 3}', '2026-11-27 10:50:48.438+00', '01a21ca1-136e-7504-a035-5222028ac3b2', '01a21ca1-14c7-7221-9337-e616f7faae60', NULL);
INSERT INTO notification.events OVERRIDING SYSTEM VALUE VALUES (4, '01a21ca1-15ce-7157-9dba-25f1c8f5a64c', 'meetingroom.notification.messageSent.v1', '2bd806c9-7f0e-80af-9a1f-c3328fa763a9', 4, '{"id": "01a21ca1-15b0-759b-af87-4a6640c875b6", "kind": "BOOKING_CONFIRMED", "text": "Your booking of Han River is confirmed: Mon, May 1, 2090, 6:00 – 7:00 PM GMT+9. Price: ₩12,000.", "readAt": null, "target": null, "booking": {"id": "01a21ca1-1386-726b-ba12-09a0319ad0a3"}, "customer": {"id": "alice"}, "createdAt": "2026-11-27T10:50:48.621Z", "unreadCount": 4}', '2026-11-27 10:50:48.621+00', '01a21ca1-136e-7504-a035-5222028ac3b2', '01a21ca1-1549-731b-8cbb-e7fa400145ee', NULL);
INSERT INTO notification.events OVERRIDING SYSTEM VALUE VALUES (5, '01a21ca1-1663-7503-94da-3906d4d3e09f', 'meetingroom.notification.messageSent.v1', '2bd806c9-7f0e-80af-9a1f-c3328fa763a9', 5, '{"id": "01a21ca1-163c-7104-a692-06bf2347239a", "kind": "ROOM_ASSIGNED", "text": "Han River is assigned to your booking: Tue, May 2, 2090, 6:00 – 7:00 PM GMT+9.", "readAt": null, "target": null, "booking": {"id": "01a21ca1-14dd-772e-9c22-afbf4d34cd6f"}, "customer": {"id": "alice"}, "createdAt": "2026-11-27T10:50:48.760Z", "unreadCount": 5}', '2026-11-27 10:50:48.76+00', '01a21ca1-14d6-7188-a26f-8c867dc967ee', '01a21ca1-160a-75c5-a17b-e9efa18d78c8', NULL);
INSERT INTO notification.events OVERRIDING SYSTEM VALUE VALUES (6, '01a21ca1-16ef-76f9-bc52-1cd83b85a3ab', 'meetingroom.notification.messageSent.v1', '2bd806c9-7f0e-80af-9a1f-c3328fa763a9', 6, '{"id": "01a21ca1-16d1-71a0-a28a-4427e0012009", "kind": "ROOM_ASSIGNED", "text": "Han River is assigned to your booking: Wed, May 3, 2090, 6:00 – 7:00 PM GMT+9.", "readAt": null, "target": null, "booking": {"id": "01a21ca1-15bf-742a-a301-07b0b67aa4e7"}, "customer": {"id": "alice"}, "createdAt": "2026-11-27T10:50:48.905Z", "unreadCount": 6}', '2026-11-27 10:50:48.905+00', '01a21ca1-15bd-7471-941e-9c31a614ebe1', '01a21ca1-169c-729d-81b2-0e798e4077d9', NULL);
INSERT INTO notification.events OVERRIDING SYSTEM VALUE VALUES (7, '01a21ca1-1729-7633-8a0b-8d151f9d7c7a', 'meetingroom.notification.messageSent.v1', '2bd806c9-7f0e-80af-9a1f-c3328fa763a9', 7, '{"id": "01a21ca1-16ff-7081-8371-2c18b2b16d18", "kind": "BOOKING_CONFIRMED", "text": "Your booking of Han River is confirmed: Tue, May 2, 2090, 6:00 – 7:00 PM GMT+9. Price: ₩12,000.", "readAt": null, "target": null, "booking": {"id": "01a21ca1-14dd-772e-9c22-afbf4d34cd6f"}, "customer": {"id": "alice"}, "createdAt": "2026-11-27T10:50:48.954Z", "unreadCount": 7}', '2026-11-27 10:50:48.954+00', '01a21ca1-14d6-7188-a26f-8c867dc967ee', '01a21ca1-16bd-7698-8bb9-e4fd43539367', NULL);
INSERT INTO notification.events OVERRIDING SYSTEM VALUE VALUES (8, '01a21ca1-187c-703a-8ec4-67719f95c42b', 'meetingroom.notification.messageSent.v1', '2bd806c9-7f0e-80af-9a1f-c3328fa763a9', 8, '{"id": "01a21ca1-184f-7191-a854-6d5bc9e9a2e0", "kind": "BOOKING_CONFIRMED", "text": "Your booking of Han River is confirmed: Wed, May 3, 2090, 6:00 – 7:00 PM GMT+9. Price: ₩12,000.", "readAt": null, "target": null, "booking": {"id": "01a21ca1-15bf-742a-a301-07b0b67aa4e7"}, "customer": {"id": "alice"}, "createdAt": "2026-11-27T10:50:49.294Z", "unreadCount": 8}', '2026-11-27 10:50:49.294+00', '01a21ca1-15bd-7471-941e-9c31a614ebe1', '01a21ca1-17da-7320-b66a-5c4d1fdc1d7c', NULL);
INSERT INTO notification.events OVERRIDING SYSTEM VALUE VALUES (9, '01a21ca1-18c3-745a-987c-2440d7925ae4', 'meetingroom.notification.messageSent.v1', '81b637d8-fcd2-86da-a359-e6963113a117', 1, '{"id": "01a21ca1-1870-764a-9989-c2250af9d5f6", "kind": "ROOM_ASSIGNED", "text": "Han River is assigned to your booking: Thu, May 4, 2090, 6:00 – 7:00 PM GMT+9.", "readAt": null, "target": null, "booking": {"id": "01a21ca1-1665-7672-8c35-4aff52ff5748"}, "customer": {"id": "bob"}, "createdAt": "2026-11-27T10:50:49.317Z", "unreadCount": 1}', '2026-11-27 10:50:49.317+00', '01a21ca1-1640-7128-93b3-39f1ae0b8fb1', '01a21ca1-1846-7330-900a-e524f676c738', NULL);
INSERT INTO notification.events OVERRIDING SYSTEM VALUE VALUES (10, '01a21ca1-18f1-737c-9ab4-457116d7c0d3', 'meetingroom.notification.messageSent.v1', '81b637d8-fcd2-86da-a359-e6963113a117', 2, '{"id": "01a21ca1-18d8-7466-90c9-d4a5911e62a0", "kind": "BOOKING_CANCELLED", "text": "Your booking of Han River is cancelled: Thu, May 4, 2090, 6:00 – 7:00 PM GMT+9. You have cancelled it. Reason: Ill", "readAt": null, "target": null, "booking": {"id": "01a21ca1-1665-7672-8c35-4aff52ff5748"}, "customer": {"id": "bob"}, "createdAt": "2026-11-27T10:50:49.425Z", "unreadCount": 2}', '2026-11-27 10:50:49.425+00', '01a21ca1-1827-719c-997f-ee082bfe6cb7', '01a21ca1-186c-7175-b788-966d68b3f31c', NULL);
INSERT INTO notification.events OVERRIDING SYSTEM VALUE VALUES (11, '01a21ca1-1958-7698-927d-52155a0ceee3', 'meetingroom.notification.messageSent.v1', '81b637d8-fcd2-86da-a359-e6963113a117', 3, '{"id": "01a21ca1-1914-7169-ae57-02b66969ea08", "kind": "ROOM_UNASSIGNED", "text": "Han River is no longer assigned to your booking: Thu, May 4, 2090, 6:00 – 7:00 PM GMT+9. The booking is cancelled.", "readAt": null, "target": null, "booking": {"id": "01a21ca1-1665-7672-8c35-4aff52ff5748"}, "customer": {"id": "bob"}, "createdAt": "2026-11-27T10:50:49.486Z", "unreadCount": 3}', '2026-11-27 10:50:49.486+00', '01a21ca1-1827-719c-997f-ee082bfe6cb7', '01a21ca1-18eb-70d5-a7f6-d1eafd9129f0', NULL);
INSERT INTO notification.events OVERRIDING SYSTEM VALUE VALUES (12, '01a21ca1-1984-714c-bcdd-15150754136b', 'meetingroom.notification.messageSent.v1', '81b637d8-fcd2-86da-a359-e6963113a117', 4, '{"id": "01a21ca1-1942-72b8-b743-37c72a1b61a9", "kind": "BOOKING_REFUNDED", "text": "₩12,000 for your booking is on its way back to you.", "readAt": null, "target": null, "booking": {"id": "01a21ca1-1665-7672-8c35-4aff52ff5748"}, "customer": {"id": "bob"}, "createdAt": "2026-11-27T10:50:49.538Z", "unreadCount": 4}', '2026-11-27 10:50:49.538+00', '01a21ca1-1827-719c-997f-ee082bfe6cb7', '01a21ca1-18ff-763f-b975-c45a9a45bffd', NULL);
INSERT INTO notification.events OVERRIDING SYSTEM VALUE VALUES (13, '01a21ca1-19d0-77b4-90cb-2a0c948752cc', 'meetingroom.notification.messageSent.v1', '81b637d8-fcd2-86da-a359-e6963113a117', 5, '{"id": "01a21ca1-19bd-731a-99b5-520e7727b01b", "kind": "BOOKING_REJECTED", "text": "Your booking of Han River did not succeed: Fri, May 5, 2090, 6:00 – 7:00 PM GMT+9. The payment was declined. Nothing was charged.", "readAt": null, "target": null, "booking": {"id": "01a21ca1-18b6-73be-b3a9-1186b9e7a322"}, "customer": {"id": "bob"}, "createdAt": "2026-11-27T10:50:49.653Z", "unreadCount": 5}', '2026-11-27 10:50:49.653+00', '01a21ca1-189f-7441-80bd-86fa8cfcbc0d', '01a21ca1-199a-726d-9f9c-4876afe83b77', NULL);
INSERT INTO notification.events OVERRIDING SYSTEM VALUE VALUES (14, '01a21ca1-1a8e-7737-8f99-59da5f8b09a6', 'meetingroom.notification.messageSent.v1', '81b637d8-fcd2-86da-a359-e6963113a117', 6, '{"id": "01a21ca1-1a72-7087-aa1f-8ec60773cb31", "kind": "ROOM_ASSIGNED", "text": "Namsan is assigned to your booking: Mon, May 1, 2090, 6:00 – 7:00 PM GMT+9.", "readAt": null, "target": null, "booking": {"id": "01a21ca1-19cb-72cf-a352-8fb843d1fb32"}, "customer": {"id": "bob"}, "createdAt": "2026-11-27T10:50:49.834Z", "unreadCount": 6}', '2026-11-27 10:50:49.834+00', '01a21ca1-19ba-719e-b19a-0d6962bb7e0d', '01a21ca1-1a46-778d-9c83-26539374009e', NULL);
INSERT INTO notification.events OVERRIDING SYSTEM VALUE VALUES (19, '01a21ca1-1cef-758a-88df-2d042dce9eca', 'meetingroom.notification.messageSent.v1', '81b637d8-fcd2-86da-a359-e6963113a117', 11, '{"id": "01a21ca1-1cc7-75cc-9bec-79d0c32d9c3a", "kind": "BOOKING_CANCELLED", "text": "Your booking of Gone is cancelled: Mon, May 1, 2090, 6:00 – 7:00 PM GMT+9. The room is no longer available. Reason: The room was removed.", "readAt": null, "target": null, "booking": {"id": "01a21ca1-1aca-7376-bf94-32e4842cf746"}, "customer": {"id": "bob"}, "createdAt": "2026-11-27T10:50:50.433Z", "unreadCount": 11}', '2026-11-27 10:50:50.433+00', '01a21ca1-1b35-72a7-b035-6767bac53e5f', '01a21ca1-1c96-7793-9501-75a73bcc6093', NULL);
INSERT INTO notification.events OVERRIDING SYSTEM VALUE VALUES (15, '01a21ca1-1aba-7116-a192-75ffef3bfc3c', 'meetingroom.notification.messageSent.v1', '81b637d8-fcd2-86da-a359-e6963113a117', 7, '{"id": "01a21ca1-1ab5-71db-a026-80703aef2f69", "kind": "BOOKING_CONFIRMED", "text": "Your booking of Namsan is confirmed: Mon, May 1, 2090, 6:00 – 7:00 PM GMT+9. Price: ₩12,000.", "readAt": null, "target": null, "booking": {"id": "01a21ca1-19cb-72cf-a352-8fb843d1fb32"}, "customer": {"id": "bob"}, "createdAt": "2026-11-27T10:50:49.904Z", "unreadCount": 7}', '2026-11-27 10:50:49.904+00', '01a21ca1-19ba-719e-b19a-0d6962bb7e0d', '01a21ca1-1a96-73a9-a53d-29d82aca4dee', NULL);
INSERT INTO notification.events OVERRIDING SYSTEM VALUE VALUES (16, '01a21ca1-1ba0-730b-aa62-70c0806a475d', 'meetingroom.notification.messageSent.v1', '81b637d8-fcd2-86da-a359-e6963113a117', 8, '{"id": "01a21ca1-1b8c-75a0-9f6a-540275107a15", "kind": "ROOM_ASSIGNED", "text": "Gone is assigned to your booking: Mon, May 1, 2090, 6:00 – 7:00 PM GMT+9.", "readAt": null, "target": null, "booking": {"id": "01a21ca1-1aca-7376-bf94-32e4842cf746"}, "customer": {"id": "bob"}, "createdAt": "2026-11-27T10:50:50.113Z", "unreadCount": 8}', '2026-11-27 10:50:50.113+00', '01a21ca1-1ac8-72ba-a3e5-6c50eee4df50', '01a21ca1-1b74-77d4-a808-c02c55f4a59f', NULL);
INSERT INTO notification.events OVERRIDING SYSTEM VALUE VALUES (17, '01a21ca1-1be7-7483-85fb-237bb95554ca', 'meetingroom.notification.messageSent.v1', '81b637d8-fcd2-86da-a359-e6963113a117', 9, '{"id": "01a21ca1-1bdd-7375-b944-5ba2a87480c6", "kind": "BOOKING_CONFIRMED", "text": "Your booking of Gone is confirmed: Mon, May 1, 2090, 6:00 – 7:00 PM GMT+9. Price: ₩12,000.", "readAt": null, "target": null, "booking": {"id": "01a21ca1-1aca-7376-bf94-32e4842cf746"}, "customer": {"id": "bob"}, "createdAt": "2026-11-27T10:50:50.203Z", "unreadCount": 9}', '2026-11-27 10:50:50.203+00', '01a21ca1-1ac8-72ba-a3e5-6c50eee4df50', '01a21ca1-1bcb-73a3-94c9-c54c4f095c1f', NULL);
INSERT INTO notification.events OVERRIDING SYSTEM VALUE VALUES (18, '01a21ca1-1cb1-7130-95a8-1b75b70236ff', 'meetingroom.notification.messageSent.v1', '81b637d8-fcd2-86da-a359-e6963113a117', 10, '{"id": "01a21ca1-1c93-77e4-938b-891092bda1e8", "kind": "ROOM_UNASSIGNED", "text": "Gone is no longer assigned to your booking: Mon, May 1, 2090, 6:00 – 7:00 PM GMT+9. The room is no longer offered.", "readAt": null, "target": null, "booking": {"id": "01a21ca1-1aca-7376-bf94-32e4842cf746"}, "customer": {"id": "bob"}, "createdAt": "2026-11-27T10:50:50.380Z", "unreadCount": 10}', '2026-11-27 10:50:50.38+00', '01a21ca1-1b35-72a7-b035-6767bac53e5f', '01a21ca1-1c49-70ac-b9bc-11ca736c9400', NULL);
INSERT INTO notification.events OVERRIDING SYSTEM VALUE VALUES (20, '01a21ca1-1d39-7573-81ad-98cb7daf0cb3', 'meetingroom.notification.messageSent.v1', '81b637d8-fcd2-86da-a359-e6963113a117', 12, '{"id": "01a21ca1-1d22-70b2-88ed-d2b20d86ab4e", "kind": "BOOKING_REFUNDED", "text": "₩12,000 for your booking is on its way back to you.", "readAt": null, "target": null, "booking": {"id": "01a21ca1-1aca-7376-bf94-32e4842cf746"}, "customer": {"id": "bob"}, "createdAt": "2026-11-27T10:50:50.530Z", "unreadCount": 12}', '2026-11-27 10:50:50.53+00', '01a21ca1-1b35-72a7-b035-6767bac53e5f', '01a21ca1-1ce8-74b3-9809-367c0c347f71', NULL);
INSERT INTO notification.events OVERRIDING SYSTEM VALUE VALUES (21, '01a21ca1-1e59-7353-8b64-abe8e1d46ab1', 'meetingroom.notification.messageSent.v1', '81b637d8-fcd2-86da-a359-e6963113a117', 13, '{"id": "01a21ca1-1e44-7202-9b88-3c7d396a7dd4", "kind": "BOOKMARK_ADDED", "text": "You have bookmarked Han River.", "readAt": null, "target": {"id": "01a21ca1-0df8-71ba-be56-f0381afd16d6", "__typename": "Room"}, "booking": null, "customer": {"id": "bob"}, "createdAt": "2026-11-27T10:50:50.820Z", "unreadCount": 13}', '2026-11-27 10:50:50.82+00', '01a21ca1-1dcb-762c-98c3-319af28e18a3', '01a21ca1-1e24-7160-ad78-d28d08905afc', NULL);
INSERT INTO notification.inbox VALUES ('01a21ca1-13c0-7555-9d4c-d8154eaed791', '2026-11-27 10:50:48.263664+00');
INSERT INTO notification.inbox VALUES ('01a21ca1-1462-70d1-8e41-b0a06fb08c02', '2026-11-27 10:50:48.414493+00');
INSERT INTO notification.inbox VALUES ('01a21ca1-14c7-7221-9337-e616f7faae60', '2026-11-27 10:50:48.465572+00');
INSERT INTO notification.inbox VALUES ('01a21ca1-1549-731b-8cbb-e7fa400145ee', '2026-11-27 10:50:48.633562+00');
INSERT INTO notification.inbox VALUES ('01a21ca1-160a-75c5-a17b-e9efa18d78c8', '2026-11-27 10:50:48.765872+00');
INSERT INTO notification.inbox VALUES ('01a21ca1-169c-729d-81b2-0e798e4077d9', '2026-11-27 10:50:48.917423+00');
INSERT INTO notification.inbox VALUES ('01a21ca1-16bd-7698-8bb9-e4fd43539367', '2026-11-27 10:50:48.979983+00');
INSERT INTO notification.inbox VALUES ('01a21ca1-17da-7320-b66a-5c4d1fdc1d7c', '2026-11-27 10:50:49.299212+00');
INSERT INTO notification.inbox VALUES ('01a21ca1-1846-7330-900a-e524f676c738', '2026-11-27 10:50:49.369257+00');
INSERT INTO notification.inbox VALUES ('01a21ca1-186c-7175-b788-966d68b3f31c', '2026-11-27 10:50:49.43573+00');
INSERT INTO notification.inbox VALUES ('01a21ca1-18eb-70d5-a7f6-d1eafd9129f0', '2026-11-27 10:50:49.492395+00');
INSERT INTO notification.inbox VALUES ('01a21ca1-18ff-763f-b975-c45a9a45bffd', '2026-11-27 10:50:49.572572+00');
INSERT INTO notification.inbox VALUES ('01a21ca1-199a-726d-9f9c-4876afe83b77', '2026-11-27 10:50:49.661326+00');
INSERT INTO notification.inbox VALUES ('01a21ca1-1a46-778d-9c83-26539374009e', '2026-11-27 10:50:49.842786+00');
INSERT INTO notification.inbox VALUES ('01a21ca1-1a96-73a9-a53d-29d82aca4dee', '2026-11-27 10:50:49.910143+00');
INSERT INTO notification.inbox VALUES ('01a21ca1-1b74-77d4-a808-c02c55f4a59f', '2026-11-27 10:50:50.128101+00');
INSERT INTO notification.inbox VALUES ('01a21ca1-1bcb-73a3-94c9-c54c4f095c1f', '2026-11-27 10:50:50.206494+00');
INSERT INTO notification.inbox VALUES ('01a21ca1-1c49-70ac-b9bc-11ca736c9400', '2026-11-27 10:50:50.388009+00');
INSERT INTO notification.inbox VALUES ('01a21ca1-1c96-7793-9501-75a73bcc6093', '2026-11-27 10:50:50.447968+00');
INSERT INTO notification.inbox VALUES ('01a21ca1-1ce8-74b3-9809-367c0c347f71', '2026-11-27 10:50:50.530973+00');
INSERT INTO notification.inbox VALUES ('01a21ca1-1e24-7160-ad78-d28d08905afc', '2026-11-27 10:50:50.823826+00');
INSERT INTO notification.messages VALUES ('01a21ca1-13e2-7481-b354-d951a430d139', '2bd806c9-7f0e-80af-9a1f-c3328fa763a9', 1, '{"kind": "ROOM_ASSIGNED", "room": {"id": "01a21ca1-0df8-71ba-be56-f0381afd16d6", "name": "Han River"}, "slot": {"end": "2026-11-27T10:56:06.344Z", "start": "2026-11-27T10:51:06.344Z"}, "bookingId": "01a21ca1-11b3-7184-b06c-d1636ae17761"}', '01a21ca1-0df8-71ba-be56-f0381afd16d6', '2026-11-27 10:50:48.16+00', NULL);
INSERT INTO notification.messages VALUES ('01a21ca1-14bf-7657-b2cb-6845b27eca8b', '2bd806c9-7f0e-80af-9a1f-c3328fa763a9', 2, '{"kind": "BOOKING_CONFIRMED", "room": {"id": "01a21ca1-0df8-71ba-be56-f0381afd16d6", "name": "Han River"}, "slot": {"end": "2026-11-27T10:56:06.344Z", "start": "2026-11-27T10:51:06.344Z"}, "price": {"amount": 1000, "currency": "KRW"}, "bookingId": "01a21ca1-11b3-7184-b06c-d1636ae17761"}', '01a21ca1-0df8-71ba-be56-f0381afd16d6', '2026-11-27 10:50:48.372+00', NULL);
INSERT INTO notification.messages VALUES ('01a21ca1-1503-732b-b70f-926b2bbd1869', '2bd806c9-7f0e-80af-9a1f-c3328fa763a9', 3, '{"kind": "ROOM_ASSIGNED", "room": {"id": "01a21ca1-0df8-71ba-be56-f0381afd16d6", "name": "Han River"}, "slot": {"end": "2090-05-01T10:00:00.000Z", "start": "2090-05-01T09:00:00.000Z"}, "bookingId": "01a21ca1-1386-726b-ba12-09a0319ad0a3"}', '01a21ca1-0df8-71ba-be56-f0381afd16d6', '2026-11-27 10:50:48.438+00', NULL);
INSERT INTO notification.messages VALUES ('01a21ca1-15b0-759b-af87-4a6640c875b6', '2bd806c9-7f0e-80af-9a1f-c3328fa763a9', 4, '{"kind": "BOOKING_CONFIRMED", "room": {"id": "01a21ca1-0df8-71ba-be56-f0381afd16d6", "name": "Han River"}, "slot": {"end": "2090-05-01T10:00:00.000Z", "start": "2090-05-01T09:00:00.000Z"}, "price": {"amount": 12000, "currency": "KRW"}, "bookingId": "01a21ca1-1386-726b-ba12-09a0319ad0a3"}', '01a21ca1-0df8-71ba-be56-f0381afd16d6', '2026-11-27 10:50:48.621+00', NULL);
INSERT INTO notification.messages VALUES ('01a21ca1-163c-7104-a692-06bf2347239a', '2bd806c9-7f0e-80af-9a1f-c3328fa763a9', 5, '{"kind": "ROOM_ASSIGNED", "room": {"id": "01a21ca1-0df8-71ba-be56-f0381afd16d6", "name": "Han River"}, "slot": {"end": "2090-05-02T10:00:00.000Z", "start": "2090-05-02T09:00:00.000Z"}, "bookingId": "01a21ca1-14dd-772e-9c22-afbf4d34cd6f"}', '01a21ca1-0df8-71ba-be56-f0381afd16d6', '2026-11-27 10:50:48.76+00', NULL);
INSERT INTO notification.messages VALUES ('01a21ca1-16d1-71a0-a28a-4427e0012009', '2bd806c9-7f0e-80af-9a1f-c3328fa763a9', 6, '{"kind": "ROOM_ASSIGNED", "room": {"id": "01a21ca1-0df8-71ba-be56-f0381afd16d6", "name": "Han River"}, "slot": {"end": "2090-05-03T10:00:00.000Z", "start": "2090-05-03T09:00:00.000Z"}, "bookingId": "01a21ca1-15bf-742a-a301-07b0b67aa4e7"}', '01a21ca1-0df8-71ba-be56-f0381afd16d6', '2026-11-27 10:50:48.905+00', NULL);
INSERT INTO notification.messages VALUES ('01a21ca1-16ff-7081-8371-2c18b2b16d18', '2bd806c9-7f0e-80af-9a1f-c3328fa763a9', 7, '{"kind": "BOOKING_CONFIRMED", "room": {"id": "01a21ca1-0df8-71ba-be56-f0381afd16d6", "name": "Han River"}, "slot": {"end": "2090-05-02T10:00:00.000Z", "start": "2090-05-02T09:00:00.000Z"}, "price": {"amount": 12000, "currency": "KRW"}, "bookingId": "01a21ca1-14dd-772e-9c22-afbf4d34cd6f"}', '01a21ca1-0df8-71ba-be56-f0381afd16d6', '2026-11-27 10:50:48.954+00', NULL);
INSERT INTO notification.messages VALUES ('01a21ca1-184f-7191-a854-6d5bc9e9a2e0', '2bd806c9-7f0e-80af-9a1f-c3328fa763a9', 8, '{"kind": "BOOKING_CONFIRMED", "room": {"id": "01a21ca1-0df8-71ba-be56-f0381afd16d6", "name": "Han River"}, "slot": {"end": "2090-05-03T10:00:00.000Z", "start": "2090-05-03T09:00:00.000Z"}, "price": {"amount": 12000, "currency": "KRW"}, "bookingId": "01a21ca1-15bf-742a-a301-07b0b67aa4e7"}', '01a21ca1-0df8-71ba-be56-f0381afd16d6', '2026-11-27 10:50:49.294+00', NULL);
INSERT INTO notification.messages VALUES ('01a21ca1-1870-764a-9989-c2250af9d5f6', '81b637d8-fcd2-86da-a359-e6963113a117', 1, '{"kind": "ROOM_ASSIGNED", "room": {"id": "01a21ca1-0df8-71ba-be56-f0381afd16d6", "name": "Han River"}, "slot": {"end": "2090-05-04T10:00:00.000Z", "start": "2090-05-04T09:00:00.000Z"}, "bookingId": "01a21ca1-1665-7672-8c35-4aff52ff5748"}', '01a21ca1-0df8-71ba-be56-f0381afd16d6', '2026-11-27 10:50:49.317+00', NULL);
INSERT INTO notification.messages VALUES ('01a21ca1-18d8-7466-90c9-d4a5911e62a0', '81b637d8-fcd2-86da-a359-e6963113a117', 2, '{"by": "CUSTOMER", "kind": "BOOKING_CANCELLED", "room": {"id": "01a21ca1-0df8-71ba-be56-f0381afd16d6", "name": "Han River"}, "slot": {"end": "2090-05-04T10:00:00.000Z", "start": "2090-05-04T09:00:00.000Z"}, "reason": "Ill", "bookingId": "01a21ca1-1665-7672-8c35-4aff52ff5748"}', '01a21ca1-0df8-71ba-be56-f0381afd16d6', '2026-11-27 10:50:49.425+00', NULL);
INSERT INTO notification.messages VALUES ('01a21ca1-1914-7169-ae57-02b66969ea08', '81b637d8-fcd2-86da-a359-e6963113a117', 3, '{"kind": "ROOM_UNASSIGNED", "room": {"id": "01a21ca1-0df8-71ba-be56-f0381afd16d6", "name": "Han River"}, "slot": {"end": "2090-05-04T10:00:00.000Z", "start": "2090-05-04T09:00:00.000Z"}, "reason": "BOOKING_CANCELLED", "bookingId": "01a21ca1-1665-7672-8c35-4aff52ff5748"}', '01a21ca1-0df8-71ba-be56-f0381afd16d6', '2026-11-27 10:50:49.486+00', NULL);
INSERT INTO notification.messages VALUES ('01a21ca1-1942-72b8-b743-37c72a1b61a9', '81b637d8-fcd2-86da-a359-e6963113a117', 4, '{"kind": "BOOKING_REFUNDED", "amount": {"amount": 12000, "currency": "KRW"}, "bookingId": "01a21ca1-1665-7672-8c35-4aff52ff5748"}', NULL, '2026-11-27 10:50:49.538+00', NULL);
INSERT INTO notification.messages VALUES ('01a21ca1-19bd-731a-99b5-520e7727b01b', '81b637d8-fcd2-86da-a359-e6963113a117', 5, '{"kind": "BOOKING_REJECTED", "room": {"id": "01a21ca1-0df8-71ba-be56-f0381afd16d6", "name": "Han River"}, "slot": {"end": "2090-05-05T10:00:00.000Z", "start": "2090-05-05T09:00:00.000Z"}, "reason": "PAYMENT_DECLINED", "bookingId": "01a21ca1-18b6-73be-b3a9-1186b9e7a322"}', '01a21ca1-0df8-71ba-be56-f0381afd16d6', '2026-11-27 10:50:49.653+00', NULL);
INSERT INTO notification.messages VALUES ('01a21ca1-1a72-7087-aa1f-8ec60773cb31', '81b637d8-fcd2-86da-a359-e6963113a117', 6, '{"kind": "ROOM_ASSIGNED", "room": {"id": "01a21ca1-0f18-71cc-a53b-f602a5f784de", "name": "Namsan"}, "slot": {"end": "2090-05-01T10:00:00.000Z", "start": "2090-05-01T09:00:00.000Z"}, "bookingId": "01a21ca1-19cb-72cf-a352-8fb843d1fb32"}', '01a21ca1-0f18-71cc-a53b-f602a5f784de', '2026-11-27 10:50:49.834+00', NULL);
INSERT INTO notification.messages VALUES ('01a21ca1-1ab5-71db-a026-80703aef2f69', '81b637d8-fcd2-86da-a359-e6963113a117', 7, '{"kind": "BOOKING_CONFIRMED", "room": {"id": "01a21ca1-0f18-71cc-a53b-f602a5f784de", "name": "Namsan"}, "slot": {"end": "2090-05-01T10:00:00.000Z", "start": "2090-05-01T09:00:00.000Z"}, "price": {"amount": 12000, "currency": "KRW"}, "bookingId": "01a21ca1-19cb-72cf-a352-8fb843d1fb32"}', '01a21ca1-0f18-71cc-a53b-f602a5f784de', '2026-11-27 10:50:49.904+00', NULL);
INSERT INTO notification.messages VALUES ('01a21ca1-1b8c-75a0-9f6a-540275107a15', '81b637d8-fcd2-86da-a359-e6963113a117', 8, '{"kind": "ROOM_ASSIGNED", "room": {"id": "01a21ca1-1012-74aa-9e99-aed46ae8ad1f", "name": "Gone"}, "slot": {"end": "2090-05-01T10:00:00.000Z", "start": "2090-05-01T09:00:00.000Z"}, "bookingId": "01a21ca1-1aca-7376-bf94-32e4842cf746"}', '01a21ca1-1012-74aa-9e99-aed46ae8ad1f', '2026-11-27 10:50:50.113+00', NULL);
INSERT INTO notification.messages VALUES ('01a21ca1-1bdd-7375-b944-5ba2a87480c6', '81b637d8-fcd2-86da-a359-e6963113a117', 9, '{"kind": "BOOKING_CONFIRMED", "room": {"id": "01a21ca1-1012-74aa-9e99-aed46ae8ad1f", "name": "Gone"}, "slot": {"end": "2090-05-01T10:00:00.000Z", "start": "2090-05-01T09:00:00.000Z"}, "price": {"amount": 12000, "currency": "KRW"}, "bookingId": "01a21ca1-1aca-7376-bf94-32e4842cf746"}', '01a21ca1-1012-74aa-9e99-aed46ae8ad1f', '2026-11-27 10:50:50.203+00', NULL);
INSERT INTO notification.messages VALUES ('01a21ca1-1c93-77e4-938b-891092bda1e8', '81b637d8-fcd2-86da-a359-e6963113a117', 10, '{"kind": "ROOM_UNASSIGNED", "room": {"id": "01a21ca1-1012-74aa-9e99-aed46ae8ad1f", "name": "Gone"}, "slot": {"end": "2090-05-01T10:00:00.000Z", "start": "2090-05-01T09:00:00.000Z"}, "reason": "ROOM_DELETED", "bookingId": "01a21ca1-1aca-7376-bf94-32e4842cf746"}', '01a21ca1-1012-74aa-9e99-aed46ae8ad1f', '2026-11-27 10:50:50.38+00', NULL);
INSERT INTO notification.messages VALUES ('01a21ca1-1cc7-75cc-9bec-79d0c32d9c3a', '81b637d8-fcd2-86da-a359-e6963113a117', 11, '{"by": "ROOM", "kind": "BOOKING_CANCELLED", "room": {"id": "01a21ca1-1012-74aa-9e99-aed46ae8ad1f", "name": "Gone"}, "slot": {"end": "2090-05-01T10:00:00.000Z", "start": "2090-05-01T09:00:00.000Z"}, "reason": "The room was removed.", "bookingId": "01a21ca1-1aca-7376-bf94-32e4842cf746"}', '01a21ca1-1012-74aa-9e99-aed46ae8ad1f', '2026-11-27 10:50:50.433+00', NULL);
INSERT INTO notification.messages VALUES ('01a21ca1-1d22-70b2-88ed-d2b20d86ab4e', '81b637d8-fcd2-86da-a359-e6963113a117', 12, '{"kind": "BOOKING_REFUNDED", "amount": {"amount": 12000, "currency": "KRW"}, "bookingId": "01a21ca1-1aca-7376-bf94-32e4842cf746"}', NULL, '2026-11-27 10:50:50.53+00', NULL);
INSERT INTO notification.messages VALUES ('01a21ca1-1e44-7202-9b88-3c7d396a7dd4', '81b637d8-fcd2-86da-a359-e6963113a117', 13, '{"kind": "BOOKMARK_ADDED", "target": {"id": "01a21ca1-0df8-71ba-be56-f0381afd16d6", "name": "Han River", "type": "ROOM"}}', NULL, '2026-11-27 10:50:50.82+00', NULL);
INSERT INTO notification.migrations VALUES ('platform', '0001-events.sql', '2026-11-27 10:50:41.506053+00');
INSERT INTO notification.migrations VALUES ('platform', '0002-outbox.sql', '2026-11-27 10:50:41.506053+00');
INSERT INTO notification.migrations VALUES ('platform', '0003-inbox-by-age.sql', '2026-11-27 10:50:41.506053+00');
INSERT INTO notification.migrations VALUES ('platform', '0004-tries-of-a-key.sql', '2026-11-27 10:50:41.506053+00');
INSERT INTO notification.migrations VALUES ('notification', '0001-messages.sql', '2026-11-27 10:50:41.506053+00');
INSERT INTO notification.rooms VALUES ('01a21ca1-0df8-71ba-be56-f0381afd16d6', 1, 'Asia/Seoul');
INSERT INTO notification.rooms VALUES ('01a21ca1-0f18-71cc-a53b-f602a5f784de', 1, 'Asia/Seoul');
INSERT INTO notification.rooms VALUES ('01a21ca1-1012-74aa-9e99-aed46ae8ad1f', 1, 'Asia/Seoul');
SELECT pg_catalog.setval('notification.events_position_seq', 21, true);
ALTER TABLE ONLY notification.customers
    ADD CONSTRAINT customers_pkey PRIMARY KEY (key);
ALTER TABLE ONLY notification.events
    ADD CONSTRAINT events_aggregate_id_version_key UNIQUE (aggregate_id, version);
ALTER TABLE ONLY notification.events
    ADD CONSTRAINT events_pkey PRIMARY KEY ("position");
ALTER TABLE ONLY notification.idempotency_keys
    ADD CONSTRAINT idempotency_keys_pkey PRIMARY KEY (key);
ALTER TABLE ONLY notification.inbox
    ADD CONSTRAINT inbox_pkey PRIMARY KEY (event_id);
ALTER TABLE ONLY notification.mails
    ADD CONSTRAINT mails_pkey PRIMARY KEY (message_id);
ALTER TABLE ONLY notification.messages
    ADD CONSTRAINT messages_customer_key_number_key UNIQUE (customer_key, number);
ALTER TABLE ONLY notification.messages
    ADD CONSTRAINT messages_pkey PRIMARY KEY (id);
ALTER TABLE ONLY notification.migrations
    ADD CONSTRAINT migrations_pkey PRIMARY KEY (series, name);
ALTER TABLE ONLY notification.outbox
    ADD CONSTRAINT outbox_pkey PRIMARY KEY ("position");
ALTER TABLE ONLY notification.rooms
    ADD CONSTRAINT rooms_pkey PRIMARY KEY (id);
CREATE INDEX idempotency_keys_by_age ON notification.idempotency_keys USING btree (claimed_at);
CREATE INDEX inbox_by_age ON notification.inbox USING btree (handled_at);
CREATE INDEX mails_by_age ON notification.mails USING btree (created_at);
CREATE INDEX mails_due ON notification.mails USING btree (due_at);
CREATE INDEX mails_without_address ON notification.mails USING btree (customer_key) WHERE (due_at = 'infinity'::timestamp with time zone);
CREATE INDEX messages_unread ON notification.messages USING btree (customer_key, number) WHERE (read_at IS NULL);
ALTER TABLE ONLY notification.mails
    ADD CONSTRAINT mails_message_id_fkey FOREIGN KEY (message_id) REFERENCES notification.messages(id) ON DELETE CASCADE;
