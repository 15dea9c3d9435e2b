import { expect, test } from 'vitest';
import { graphiqlPage, readAsset } from './pages.ts';

test('every file of the GraphiQL page exists', async () => {
  const page = graphiqlPage({ devToken: undefined });
  const names = [...page.matchAll(/(?:src|href)="\/graphiql\/([^"]+)"/g)].map(([, name = '']) => name);
  expect(names).toHaveLength(5);
  for (const name of names) expect((await readAsset(name))?.body.length).toBeGreaterThan(1_000);
  expect(page).not.toMatch(/https?:\/\//);
});

test('other files cannot be read', async () => {
  for (const name of ['', '../pages.ts', 'toString', '__proto__'])
    expect(await readAsset(name)).toBeUndefined();
});
