export { accessDenials, forbidden, type Grants, unauthenticated } from './access.ts';
export { hasScope, type Identity, INTERNAL_SCOPE, isRole, ROLES, type Role, scopesOf } from './identity.ts';
export { type AccessDirective, createRequirementsReader, type Requirement } from './requirements.ts';
export {
  bearerToken,
  createVerifier,
  InvalidToken,
  type Verifier,
  type VerifierOptions,
} from './verifier.ts';
