export { type BodyOptions, ClientDisconnected, readBody } from './body.ts';
export { createDrain, type Drain } from './drain.ts';
export {
  type Answer,
  type Call,
  connectionFault,
  createInstances,
  type Instances,
  isBroken,
  TooLarge,
  TooLate,
} from './instances.ts';
