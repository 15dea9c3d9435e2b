import type { JWTPayload } from 'jose';

/** The claims in which issuers name scopes: `scope` of RFC 8693, and `scp` of others. */
export const SCOPE_CLAIMS = ['scope', 'scp'] as const;

/** The texts in some claims of a token: each is a text with spaces between them, or a list. */
export function textsIn(claims: JWTPayload, names: readonly string[]): readonly string[] {
  return names.flatMap((name) => {
    const value: unknown = Object.hasOwn(claims, name) ? claims[name] : undefined;
    if (typeof value === 'string') return value.split(' ').filter(Boolean);
    return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
  });
}
