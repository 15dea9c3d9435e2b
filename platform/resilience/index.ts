export {
  createGuard,
  type Guard,
  type Guarded,
  type GuardedCall,
  type GuardLimits,
  type Verdict,
} from './guard.ts';
export { readGuardLimits } from './settings.ts';
export { createTurnstile, type Pass, type Turnstile } from './turnstile.ts';
