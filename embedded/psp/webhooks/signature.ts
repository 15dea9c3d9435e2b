import { createHmac } from 'node:crypto';

/**
 * The `Stripe-Signature` header: HMAC-SHA256 over `timestamp.body`, so that a receiver can refuse forged or
 * old events. `at` is seconds since 1970.
 */
export function signatureHeader(secret: string, body: string, at: number): string {
  const digest = createHmac('sha256', secret).update(`${at}.${body}`).digest('hex');
  return `t=${at},v1=${digest}`;
}
