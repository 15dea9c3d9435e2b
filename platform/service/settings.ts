import { env } from '../config/env.ts';
import { createVerifier, type Verifier } from '../identity/index.ts';

/** What every service reads from its environment. */
export type ServiceSettings = {
  readonly port: number;
  readonly host: string;
  readonly natsUrl: string;
  /** Token that proves to other services which one this is. */
  readonly serviceToken: string;
  readonly verifier: Verifier;
};

export function readServiceSettings(): ServiceSettings {
  return {
    port: env.integer('PORT', 0),
    host: env.string('HOST', '127.0.0.1'),
    natsUrl: env.string('NATS_URL'),
    serviceToken: env.string('SERVICE_TOKEN'),
    verifier: createVerifier({
      jwksUrl: env.url('JWKS_URL'),
      issuer: env.string('JWT_ISSUER', 'meetingroom-local'),
      audience: env.string('JWT_AUDIENCE', 'meetingroom'),
    }),
  };
}
