import { expect, test } from 'vitest';
import { untilGone } from './end-instance.ts';
import { identify } from './processes.ts';

test('a process that does not end is named, with what to do', async () => {
  const stuck = identify(process.pid);
  if (stuck === undefined) throw new Error('This process cannot be found.');
  await expect(untilGone([stuck], '/data', 50)).rejects.toThrow(
    `The process ${process.pid} of an earlier run does not end and holds /data: wait until it is gone (\`ps ${process.pid}\`), then start again.`,
  );
});

test('a process that has ended, or another one under its pid, is not waited for', async () => {
  const other = { pid: process.pid, startedAt: 'earlier' };
  await expect(untilGone([other], '/data', 50)).resolves.toBeUndefined();
});
