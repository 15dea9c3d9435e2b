export const ROLES = ['customer', 'host', 'admin', 'service'] as const;
export type Role = (typeof ROLES)[number];

/** Scope of requests between services; no role of a person has it. */
export const INTERNAL_SCOPE = 'internal';

const STAFF_SCOPES = [
  'room:manage',
  'supplies:manage',
  'course:manage',
  'booking:read-all',
  'payment:read-all',
];

/** What each role may do, in scopes. A token's own `scope` claim adds to these. */
const ROLE_SCOPES: Readonly<Record<Role, readonly string[]>> = {
  customer: [],
  host: STAFF_SCOPES,
  admin: STAFF_SCOPES,
  service: [INTERNAL_SCOPE],
};

/** Who asks, as a verified token says. */
export type Identity = {
  readonly subject: string;
  readonly role: Role;
  readonly scopes: readonly string[];
  /** Seconds since the epoch. */
  readonly expiresAt: number;
  /** The token itself, to be handed on to other services. */
  readonly token: string;
};

export function isRole(value: unknown): value is Role {
  return ROLES.some((role) => role === value);
}

/** The scopes of a role, joined with those named in a token's `scope` claim (separated by spaces). */
export function scopesOf(role: Role, scopeClaim = ''): readonly string[] {
  // Only a service's role gives access to the internal fields, whatever a token claims besides.
  const claimed = scopeClaim.split(' ').filter((scope) => scope && scope !== INTERNAL_SCOPE);
  return [...new Set([...ROLE_SCOPES[role], ...claimed])];
}

export function hasScope(identity: Identity, scope: string): boolean {
  return identity.scopes.includes(scope);
}
