import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { eventually } from '../platform/testing/eventually.ts';
import { complaintsOf, startBrowser, type TestBrowser } from './support/browser.ts';
import { openSharedInstance, type SharedInstance } from './support/instance.ts';

let instance: SharedInstance;
let browser: TestBrowser;
let page: Page;
let complaints: readonly string[];

beforeAll(async () => {
  [instance, browser] = await Promise.all([openSharedInstance(), startBrowser()]);
});
afterAll(async () => {
  await browser?.[Symbol.asyncDispose]();
  await instance?.[Symbol.asyncDispose]();
});
beforeEach(async () => {
  page = await (await browser.profile()).newPage();
  complaints = complaintsOf(page);
  return () => page.context().close();
});

const tab = (name: string) => page.getByRole('tab', { name });
const panel = () => page.locator('#panels > .active');
const user = (name: string) => panel().getByLabel(name);

async function open(): Promise<void> {
  await page.goto(`${instance.url}/graphiql`);
  await panel().locator('.graphiql-query-editor .CodeMirror-line').first().waitFor();
}

/** Runs the tab in front with the button. */
async function run(): Promise<void> {
  await panel()
    .getByRole('button', { name: /Execute query/ })
    .click();
}

/** Waits until the response in front contains a text. */
function responds(text: string | RegExp): Promise<void> {
  const response: Locator = panel().locator('.graphiql-response');
  return eventually(async () => expect(await response.textContent()).toMatch(text));
}

/** How many subscriptions of messages the router serves. */
async function countFollowers(): Promise<number> {
  const metrics = await (await fetch(`${instance.url}/metrics`)).text();
  return Number(/^router_live_subscriptions\{field="messageReceived"\} (\d+)$/m.exec(metrics)?.[1] ?? 0);
}

test('the README’s story runs in one window: register, follow, book, the board, messages', async () => {
  await open();
  expect(await user('henry (host)').isChecked()).toBe(true);
  await run();
  await responds(/"status": "EMPTY"/);
  await tab('2 Follow it live').click();
  expect(await user('alice (customer)').isChecked()).toBe(true);
  await run();
  await responds(/SNAPSHOT/);
  await tab('3 Book it').click();
  const variables = panel().locator('.graphiql-editor-tool');
  await eventually(async () => expect(await variables.textContent()).toMatch(/"roomId": "[0-9a-f-]{36}"/));
  // The replica of booking learns of the room by an event.
  await run();
  await responds(/"booking":/);
  await tab('2 Follow it live').click();
  await responds(/"status": "FULL"/);
  await tab('4 The board').click();
  await run();
  await responds(/"roomName"/);
  await tab('5 My page').click();
  await run();
  await responds(/"paymentStatus": "CAPTURED"/);
  await tab('6 My messages').click();
  const followers = await countFollowers();
  await run();
  await eventually(async () => expect(await countFollowers()).toBe(followers + 1));
  await tab('7 Bookmark it').click();
  await run();
  await responds(/"bookmarkedByMe": true/);
  await tab('6 My messages').click();
  await responds(/BOOKMARK_ADDED/);
  expect(complaints).toEqual([]);
});

test('a user may do what their role may, from the next run on', async () => {
  await open();
  await user('alice (customer)').check();
  await run();
  await responds(/FORBIDDEN/);
  await user('henry (host)').check();
  await run();
  await responds(/"status": "EMPTY"/);
});

test('Tab leaves an editor after Escape, and indents otherwise', async () => {
  await open();
  const editor = panel().locator('.graphiql-query-editor .CodeMirror');
  const hasFocus = () => editor.evaluate((element) => element.matches(':focus-within'));
  await editor.click();
  await page.keyboard.press('Tab');
  expect(await hasFocus()).toBe(true);
  await page.keyboard.press('Escape');
  await page.keyboard.press('Tab');
  expect(await hasFocus()).toBe(false);
});

test('a browser that opens /graphql is led to GraphiQL', async () => {
  await page.goto(`${instance.url}/graphql`);
  expect(page.url()).toBe(`${instance.url}/graphiql`);
});

test('GraphiQL fits a narrow window', async () => {
  await page.setViewportSize({ width: 375, height: 740 });
  await open();
  await run();
  await responds(/"status": "EMPTY"/);
  const width = await page.evaluate<number>('document.documentElement.scrollWidth');
  expect(width).toBeLessThanOrEqual(375);
});

test('Sandbox is a script of the router, which opens nothing but the frame of Apollo', async () => {
  const FRAME = 'https://sandbox.embed.apollographql.com';
  const elsewhere: string[] = [];
  page.on('request', (request) => {
    const { origin } = new URL(request.url());
    if (origin !== instance.url) elsewhere.push(origin);
  });
  // The tests have no network: this stands in for what Apollo shows.
  await page.route(`${FRAME}/**`, (route) =>
    route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>Sandbox</title>' }),
  );
  await page.goto(`${instance.url}/`);
  const frame = page.locator('#sandbox iframe');
  await frame.waitFor();
  const first = await frame.getAttribute('src');
  expect(new URL(first ?? '').origin).toBe(FRAME);
  expect(decodeURIComponent(first ?? '')).toContain(`${instance.url}/graphql`);
  expect(first).not.toContain('Bearer');

  // A user is chosen by a person, and Sandbox opens anew with the token.
  await page.getByLabel('henry (host)').check();
  await eventually(async () =>
    expect(decodeURIComponent((await frame.getAttribute('src')) ?? '')).toContain('Bearer ey'),
  );
  expect(new Set(elsewhere)).toEqual(new Set([FRAME]));
  expect(complaints).toEqual([]);
});

test('a page of another origin of this machine gets no token and frames no page', async () => {
  await using other = await startOtherOrigin();
  await page.goto(other.url);
  const attempts = await page.evaluate(ATTEMPTS.replaceAll('ROUTER', instance.url));
  expect(attempts).toEqual({ read: 'failed', simple: 'failed', page: 'failed', script: 'failed' });
  const framed = page.frames().find((frame) => frame !== page.mainFrame());
  expect(framed?.url()).not.toContain('/graphiql');
});

/** What a page of another origin may try, as a script in that page. */
const ATTEMPTS = `(async () => {
  const outcome = (request) => request.then(({ status }) => String(status), () => 'failed');
  const headers = { 'content-type': 'application/json' };
  const load = (name, url) => new Promise((done) => {
    const element = document.createElement(name);
    element.onload = () => done('loaded');
    element.onerror = () => done('failed');
    element.src = url;
    document.body.append(element);
  });
  await load('iframe', 'ROUTER/graphiql');
  return {
    read: await outcome(fetch('ROUTER/graphiql/tokens', { method: 'POST', headers, body: '{}' })),
    simple: await outcome(fetch('ROUTER/graphiql/tokens', { method: 'POST', mode: 'no-cors', body: '{}' })),
    page: await outcome(fetch('ROUTER/graphiql')),
    script: await load('script', 'ROUTER/graphiql/tokens'),
  };
})()`;

/** A page on another port: same site, other origin. */
async function startOtherOrigin() {
  const server = createServer((_, response) => {
    response.setHeader('content-type', 'text/html');
    response.end('<!doctype html><title>Other</title><body></body>');
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}
