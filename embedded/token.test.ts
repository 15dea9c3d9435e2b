import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLocalJWKSet, jwtVerify } from 'jose';
import { describe, expect, test } from 'vitest';
import { LOCAL_ISSUER, openIssuer } from './issuer.ts';
import { TOKEN } from './token.ts';

describe('the token command', () => {
  test('reads subject, role and lifetime', () => {
    const read = (...more: string[]) => TOKEN.read(['--subject', 'alice', '--role', 'customer', ...more]);
    expect(read()).toEqual({ subject: 'alice', role: 'customer', expiresIn: 43_200 });
    expect(read('--expires-in', '15m')).toMatchObject({ expiresIn: 900 });
    expect(read('--expires-in', '-60')).toMatchObject({ expiresIn: -60 });
    expect(read('--expires-in', 'soon')).toContain('--expires-in');
    expect(TOKEN.read(['--role', 'host'])).toContain('--subject');
    expect(TOKEN.read(['--subject', 'alice', '--role', 'king'])).toContain('customer');
    expect(read('--king')).toContain('--king');
    expect(read('--help')).toBeUndefined();
  });
});

describe('the local issuer', () => {
  test('keeps its keys, and its public key verifies its tokens', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'meetingroom-issuer-'));
    try {
      const first = await openIssuer(dataDir);
      const again = await openIssuer(dataDir);
      const keys = createLocalJWKSet(JSON.parse(await readFile(new URL(first.jwksUrl), 'utf8')));
      const token = await again.mint({ subject: 'alice', role: 'host', expiresIn: 60, scope: 'a b' });
      const { payload } = await jwtVerify(token, keys, LOCAL_ISSUER);
      expect(payload).toMatchObject({ sub: 'alice', role: 'host', scope: 'a b' });
      const expired = await again.mint({ subject: 'alice', role: 'host', expiresIn: -60 });
      await expect(jwtVerify(expired, keys, LOCAL_ISSUER)).rejects.toThrow('exp');
    } finally {
      await rm(dataDir, { recursive: true, force: true });
    }
  });
});
