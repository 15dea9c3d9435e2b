import { env } from '../config/env.ts';
import { createVerifier, type Verifier } from '../identity/index.ts';
import { MAX_TRIES } from '../messaging/jetstream/handling.ts';

/** What every service reads from its environment. */
export type ServiceSettings = {
  readonly port: number;
  readonly host: string;
  readonly natsUrl: string;
  /** Token that proves to other services which one this is. */
  readonly serviceToken: string;
  readonly verifier: Verifier;
  /** How often an event is tried before it is given up. */
  readonly eventMaxTries: number;
};

export function readServiceSettings(): ServiceSettings {
  return {
    port: env.integer('PORT', 0),
    host: env.string('HOST', '127.0.0.1'),
    natsUrl: env.string('NATS_URL'),
    serviceToken: env.string('SERVICE_TOKEN'),
    eventMaxTries: Math.max(1, env.integer('EVENT_MAX_TRIES', MAX_TRIES)),
    verifier: createVerifier({
      jwksUrl: env.url('JWKS_URL'),
      issuer: env.string('JWT_ISSUER', 'meetingroom-local'),
      audience: env.string('JWT_AUDIENCE', 'meetingroom'),
    }),
  };
}
