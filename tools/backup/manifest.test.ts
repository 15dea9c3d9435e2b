import { appendFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { fingerprint, readManifest, verifyParts, writeManifest } from './manifest.ts';

const AT = '2026-11-27T12:00:00.000Z';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'meetingroom-manifest-'));
  await writeFile(join(folder, 'booking.dump'), 'rows');
  const written = await fingerprint(join(folder, 'booking.dump'));
  const part = { service: 'booking', kind: 'postgres', file: 'booking.dump', readAt: AT } as const;
  const parts = [{ ...part, ...written, counts: { bookings: 1 } }];
  await writeManifest(folder, { version: '1.0.0', startedAt: AT, finishedAt: AT, parts, hasLedger: false });
});
afterEach(() => rm(folder, { recursive: true }));

test('what was written is read and verified', async () => {
  const manifest = await readManifest(folder);
  expect(manifest).toMatchObject({ version: '1.0.0', parts: [{ service: 'booking', bytes: 4 }] });
  await expect(verifyParts(folder, manifest)).resolves.toBeUndefined();
});

test('a part that has changed or is gone is found', async () => {
  const manifest = await readManifest(folder);
  await appendFile(join(folder, 'booking.dump'), '!');
  await expect(verifyParts(folder, manifest)).rejects.toThrow('booking.dump is not as the backup wrote it');
  await rm(join(folder, 'booking.dump'));
  await expect(verifyParts(folder, manifest)).rejects.toThrow('booking.dump of the backup cannot be read');
});

test('a folder without a manifest, or with one of another format, is no backup', async () => {
  await writeFile(join(folder, 'manifest.json'), '{"format":2}');
  await expect(readManifest(folder)).rejects.toThrow('its manifest is of another form');
  await rm(join(folder, 'manifest.json'));
  await expect(readManifest(folder)).rejects.toThrow('is no backup that this version can restore');
});
