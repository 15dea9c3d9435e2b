import { expect, test } from 'vitest';
import { faultOf } from './removal-date.ts';

test.each([
  ['Use `statuses`. Removed after 2030-05-01.', undefined],
  ['Removed after 2030-05-02.', undefined],
  ['Use `statuses`.', 'must end with'],
  ['Removed after 2030-02-30.', 'must end with'],
  ['Removed after May.', 'must end with'],
  ['Removed after 2031-01-01. Or later.', 'must end with'],
  ['', 'must end with'],
])('the reason %j', (reason, fault) => {
  const found = faultOf(reason);
  if (fault === undefined) expect(found).toBeUndefined();
  else expect(found).toContain(fault);
});
