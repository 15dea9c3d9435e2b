-- What the customer needs to act before the payment can be authorised; null when nothing is to be done.
ALTER TABLE payments ADD COLUMN action jsonb;

ALTER TABLE payments DROP CONSTRAINT payments_status_check;
ALTER TABLE payments ADD CONSTRAINT payments_status_check CHECK (status IN ('REQUESTED', 'REQUIRES_ACTION', 'ABANDONED',
  'DECLINED', 'AUTHORIZED', 'VOIDED', 'CAPTURED', 'REFUNDED', 'REFUND_FAILED'));
