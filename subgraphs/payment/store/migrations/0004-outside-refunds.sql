-- What the customer denies to their bank; null when there is nothing.
ALTER TABLE payments ADD COLUMN dispute jsonb;

-- When the payment was compared with the provider the last time.
ALTER TABLE payments ADD COLUMN compared_at timestamptz NOT NULL DEFAULT now();
CREATE INDEX payments_to_compare ON payments (compared_at)
  WHERE status IN ('CAPTURED', 'REFUNDED', 'REFUND_FAILED') AND intent_id IS NOT NULL;

-- What is done at the provider by hand names the payment by its intent. Only captured money can be refunded or disputed,
-- so that the earlier changes of a payment write to neither index.
CREATE INDEX payments_by_intent ON payments (intent_id) WHERE status IN ('CAPTURED', 'REFUNDED', 'REFUND_FAILED');
