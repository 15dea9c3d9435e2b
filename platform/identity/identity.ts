import type { Actor } from '../decisions/actor.ts';
import type { Validity } from './validity.ts';

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

/** Erasing the data of a customer. */
const ERASING_SCOPE = 'customer:erase';

/** Trying refunds again that were given up, and noting that money went back otherwise. */
const REFUNDING_SCOPE = 'payment:refund';

/** The scopes of each role. The scopes that a token claims add to them. */
const ROLE_SCOPES: Readonly<Record<Role, readonly string[]>> = {
  customer: [],
  host: MANAGEMENT_SCOPES,
  admin: [...MANAGEMENT_SCOPES, ...MANAGEMENT_SCOPES.map(unlimited), ERASING_SCOPE, REFUNDING_SCOPE],
  service: [INTERNAL_SCOPE],
};

/** The caller as proved by a verified token. */
export type Identity = Validity & {
  /** As `isSubject` wants it. */
  readonly subject: string;
  readonly role: Role;
  readonly scopes: readonly string[];
  /** The token itself, to forward it to other services. */
  readonly token: string;
  /** The caller's e-mail address, as `isAddress` wants it, when the token names one. */
  readonly email?: string | undefined;
  /** The caller's language and region, such as `ko-KR`, when the token names them. */
  readonly locale?: string | undefined;
};

/** The longest address that SMTP can carry (RFC 5321, section 4.5.3.1.3, without the angle brackets). */
const LONGEST_ADDRESS = 254;

/**
 * Whether a text can be an e-mail address: a local part and a domain, without white space, quotes and what
 * separates addresses or ends a line in a mail's header.
 */
export function isAddress(text: string): boolean {
  return text.length <= LONGEST_ADDRESS && /^[^\s@"(),:;<>[\]\\\p{C}]{1,64}@[\p{L}\p{N}.-]+$/u.test(text);
}

/** Whether a text can be a locale (BCP 47, also with `_` as OpenID Connect allows). */
export function isLocale(text: string): boolean {
  return /^[A-Za-z]{2,8}([-_][A-Za-z0-9]{1,8}){0,4}$/.test(text);
}

export function isRole(value: unknown): value is Role {
  return ROLES.some((role) => role === value);
}

/** The scopes of a role and those that a token claims. */
export function scopesOf(role: Role, claimed: readonly string[] = []): readonly string[] {
  // Only the role of a service grants the internal scope; a claim cannot.
  return [...new Set([...ROLE_SCOPES[role], ...claimed.filter((scope) => scope !== INTERNAL_SCOPE)])];
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
