import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test, vi } from 'vitest';
import { plainEnvironment } from '../../embedded/process/command.ts';
import { startInstance } from '../../embedded/testing.ts';

const program = fileURLToPath(new URL('main.ts', import.meta.url));

function seed(dataDir: string): Promise<{ readonly error: Error | null; readonly out: string }> {
  return new Promise((resolve) => {
    const env = { ...plainEnvironment(), DATA_DIR: dataDir };
    execFile(process.execPath, [program], { env }, (error, out) => resolve({ error, out }));
  });
}

test('adds rooms, bookings and courses to an empty instance, and nothing the second time', {
  timeout: 120_000,
}, async () => {
  await using instance = await startInstance();
  await vi.waitFor(() => expect(instance.output()).toContain('No rooms yet'), { timeout: 10_000 });
  const first = await seed(instance.dataDir);
  expect(first.out).toContain('6 rooms added, 0 were there');
  expect(first.out).toContain('2 courses added, 0 were there');
  expect(first.error).toBeNull();
  const [, added] = /(\d+) bookings of the coming week added, 0 /.exec(first.out) ?? [];
  expect(Number(added)).toBeGreaterThan(50);
  const again = await seed(instance.dataDir);
  expect(again.out).toContain('0 rooms added, 6 were there');
  expect(again.out).toContain(`0 bookings of the coming week added, ${added} slots were taken`);
  expect(again.out).toContain('0 courses added, 2 were there');
  expect(again.error).toBeNull();
});
