export { type ConcurrencyLimit, createConcurrencyLimit } from './concurrency-limit.ts';
export {
  createResiliencePolicy,
  type ResilienceLimits,
  type ResiliencePolicy,
  type Verdict,
} from './policy.ts';
export { readResilienceLimits } from './settings.ts';
