/** A key that an issuer signs tokens with. */
export type SigningKey = {
  /** Whether the issuer no longer publishes it. What it signed proves nothing then. */
  readonly isWithdrawn: boolean;
};

/** How long a verified token proves something. */
export type Validity = {
  /** Seconds since the epoch. */
  readonly expiresAt: number;
  readonly key: SigningKey;
};

/**
 * Why a verified token proves nothing any more, without a full stop; undefined while it is valid.
 *
 * @param now milliseconds since the epoch
 */
export function whyEnded({ expiresAt, key }: Validity, now: number): string | undefined {
  if (key.isWithdrawn) return 'The key of the token has been withdrawn';
  return expiresAt * 1_000 <= now ? 'The token has expired' : undefined;
}
