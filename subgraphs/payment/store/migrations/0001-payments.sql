-- One payment for each booking. A row says what is, and when what is to be done next at the provider is due: that is
-- the queue of the worker, so that nothing is forgotten whatever stops when.
CREATE TABLE payments (
  booking_id uuid PRIMARY KEY,
  id uuid NOT NULL UNIQUE,
  -- Counts changes; `version` counts only the published ones, which are in `events`.
  revision integer NOT NULL,
  version integer NOT NULL,
  status text NOT NULL CHECK (
    status IN ('REQUESTED', 'ABANDONED', 'DECLINED', 'AUTHORIZED', 'VOIDED', 'CAPTURED', 'REFUNDED', 'FAILED')),
  customer_id text NOT NULL,
  amount integer NOT NULL CHECK (amount >= 0),
  currency text NOT NULL,
  requested_at timestamptz NOT NULL,
  -- Of the request for it, as the provider keeps it too.
  request_correlation_id text NOT NULL,
  payment_method text,
  -- What is to be done with the money once it is secured: CAPTURE, or why it is to be let go.
  wish text,
  intent_id text,
  capture_before timestamptz,
  decline_code text,
  void_reason text,
  refunds jsonb NOT NULL DEFAULT '[]',
  due_at timestamptz,
  -- How often the step that is due was tried.
  attempts integer NOT NULL DEFAULT 0,
  -- What brought the payment where it is; the next step is in its name.
  correlation_id text NOT NULL,
  causation_id text NOT NULL,
  traceparent text
);

CREATE INDEX payments_due ON payments (due_at) WHERE due_at IS NOT NULL;
-- Lists are read newest first by id (UUID v7).
CREATE INDEX payments_by_status ON payments (status, id DESC);

-- Events of the provider whose effect is stored: each row is written together with that effect.
CREATE TABLE provider_events (
  id text PRIMARY KEY,
  handled_at timestamptz NOT NULL DEFAULT now()
);
