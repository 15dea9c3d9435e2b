export const ROLES = ['customer', 'host', 'admin', 'service'] as const;
export type Role = (typeof ROLES)[number];

/** The scope of requests between services. No role of a person has it. */
const INTERNAL_SCOPE = 'internal';

const STAFF_SCOPES = [
  'room:manage',
  'supplies:manage',
  'course:manage',
  'booking:read-all',
  'payment:read-all',
];

/** The scopes of each role. A token's `scope` claim adds to them. */
const ROLE_SCOPES: Readonly<Record<Role, readonly string[]>> = {
  customer: [],
  host: STAFF_SCOPES,
  admin: STAFF_SCOPES,
  service: [INTERNAL_SCOPE],
};

/** The caller as proved by a verified token. */
export type Identity = {
  readonly subject: string;
  readonly role: Role;
  readonly scopes: readonly string[];
  /** Seconds since the epoch. */
  readonly expiresAt: number;
  /** The token itself, to forward it to other services. */
  readonly token: string;
};

export function isRole(value: unknown): value is Role {
  return ROLES.some((role) => role === value);
}

/** The scopes of a role and of a token's `scope` claim, which separates them by spaces. */
export function scopesOf(role: Role, scopeClaim = ''): readonly string[] {
  // Only the role of a service grants the internal scope; a claim cannot.
  const claimed = scopeClaim.split(' ').filter((scope) => scope && scope !== INTERNAL_SCOPE);
  return [...new Set([...ROLE_SCOPES[role], ...claimed])];
}

export function hasScope(identity: Identity, scope: string): boolean {
  return identity.scopes.includes(scope);
}
