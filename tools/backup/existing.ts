import { CannotDo } from '../events/instance.ts';

/** There are data where others are to be restored. */
export function existing(service: string): CannotDo {
  return new CannotDo(`There are data of ${service} already: --force replaces them.`);
}
