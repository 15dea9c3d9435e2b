import { expect, test } from 'vitest';
import { readAsset } from './assets.ts';
import { graphiqlPage } from './pages.ts';

test('every file that the GraphiQL page names is there', async () => {
  const page = graphiqlPage({ devToken: undefined });
  const names = [...page.matchAll(/(?:src|href)="\/graphiql\/([^"]+)"/g)].map(([, name = '']) => name);
  expect(names).toHaveLength(5);
  for (const name of names) expect((await readAsset(name))?.body.length).toBeGreaterThan(1_000);
  expect(page).not.toMatch(/https?:\/\//);
});

test('no other file can be read', async () => {
  for (const name of ['', '../pages.ts', 'toString', '__proto__'])
    expect(await readAsset(name)).toBeUndefined();
});
