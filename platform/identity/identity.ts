import type { Actor } from '../decisions/actor.ts';
import { nameProblem } from '../input.ts';

export const ROLES = ['customer', 'host', 'admin', 'service'] as const;
export type Role = (typeof ROLES)[number];

/** The scope of requests between services. No role of a person has it. */
const INTERNAL_SCOPE = 'internal';

/** What a host may do with what belongs to their rooms, and an admin with everything: `<scope>-all`. */
const MANAGEMENT_SCOPES = [
  'room:manage',
  'supplies:manage',
  'course:manage',
  'booking:manage',
  'payment:read',
];

/** The scopes of each role. A token's `scope` claim adds to them. */
const ROLE_SCOPES: Readonly<Record<Role, readonly string[]>> = {
  customer: [],
  host: MANAGEMENT_SCOPES,
  admin: [...MANAGEMENT_SCOPES, ...MANAGEMENT_SCOPES.map(unlimited)],
  service: [INTERNAL_SCOPE],
};

/** The caller as proved by a verified token. */
export type Identity = {
  /** As `isSubject` wants it. */
  readonly subject: string;
  readonly role: Role;
  readonly scopes: readonly string[];
  /** Seconds since the epoch. */
  readonly expiresAt: number;
  /** The token itself, to forward it to other services. */
  readonly token: string;
};

export const LONGEST_SUBJECT = 255;

/** Whether a text can be the subject of a token: one line of 1 to `LONGEST_SUBJECT` characters. */
export function isSubject(text: string): boolean {
  return text === text.trim() && nameProblem('sub', text, LONGEST_SUBJECT) === undefined;
}

export function isRole(value: unknown): value is Role {
  return ROLES.some((role) => role === value);
}

/** The scopes of a role and of a token's `scope` claim, which separates them by spaces. */
export function scopesOf(role: Role, scopeClaim = ''): readonly string[] {
  // Only the role of a service grants the internal scope; a claim cannot.
  const claimed = scopeClaim.split(' ').filter((scope) => scope && scope !== INTERNAL_SCOPE);
  return [...new Set([...ROLE_SCOPES[role], ...claimed])];
}

/** The scope that does not end at the caller's own rooms. */
function unlimited(scope: string): string {
  return `${scope}-all`;
}

/**
 * The caller as an actor: whose rooms they manage by a scope such as `room:manage`, which is for the caller's
 * own rooms, and `room:manage-all`, which is for all.
 */
export function actorOf({ subject, scopes }: Identity, scope: string): Actor {
  if (scopes.includes(unlimited(scope))) return { subject, manages: 'ALL' };
  return { subject, manages: scopes.includes(scope) ? 'OWN' : 'NONE' };
}
