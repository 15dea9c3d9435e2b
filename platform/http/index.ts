export { createDrain, type Drain } from './drain.ts';
export {
  type Answer,
  type Call,
  connectionFault,
  createInstances,
  type Instances,
  isBroken,
  TooLate,
} from './instances.ts';
