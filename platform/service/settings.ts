import { env } from '../config/env.ts';
import { createVerifier, type Verifier } from '../identity/verifier.ts';
import { MAX_TRIES } from '../messaging/jetstream/handling.ts';

/** The settings of every service. */
export type ServiceSettings = {
  readonly port: number;
  readonly host: string;
  readonly natsUrl: string;
  /** The token that identifies this service to other services. */
  readonly serviceToken: string;
  readonly verifier: Verifier;
  /** The number of attempts to handle an event before it is moved to DEAD. */
  readonly eventMaxTries: number;
};

/** Reads the settings from the environment. @throws ConfigError */
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
