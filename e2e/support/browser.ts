import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type BrowserContext, type BrowserContextOptions, chromium, type Page } from 'playwright-core';

/** A headless Chromium from npm. It needs no root, no installed browser and no display. */
export type TestBrowser = {
  /** Opens a browser profile with its own storage. Its pages are closed with the browser. */
  profile(options?: BrowserContextOptions): Promise<BrowserContext>;
  /** Ends the browser and removes what it unpacked and stored. */
  [Symbol.asyncDispose](): Promise<void>;
};

/** Prints the path of the unpacked browser. The package changes the environment of its process. */
const UNPACK = `import chromium from '@sparticuz/chromium'; console.log(await chromium.executablePath());`;
/** Makes the package bring the libraries that a bare Debian lacks. */
const WITH_LIBRARIES = { AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs22.x' };
/**
 * The browser's own sandbox needs user namespaces, which root and containers often lack. Pages come from the
 * tests alone. Web security stays on, unlike in the package's own arguments.
 */
const ARGUMENTS = ['--no-sandbox', '--no-zygote', '--disable-dev-shm-usage', '--font-render-hinting=none'];

/** Unpacks and starts a browser. */
export async function startBrowser(): Promise<TestBrowser> {
  const folder = await mkdtemp(join(tmpdir(), 'meetingroom-browser-'));
  const remove = () => rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  const home = { HOME: folder, TMPDIR: folder };
  try {
    const unpack = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', UNPACK], {
      cwd: import.meta.dirname,
      env: { ...process.env, ...home, ...WITH_LIBRARIES },
    });
    // The package's own configuration names fixed folders; without fonts, a page shows no text.
    const fonts = join(folder, 'fonts.conf');
    await writeFile(
      fonts,
      `<fontconfig><dir>${join(folder, 'fonts')}</dir><cachedir>${join(folder, 'font-cache')}</cachedir></fontconfig>`,
    );
    const browser = await chromium.launch({
      executablePath: unpack.stdout.trim(),
      args: ARGUMENTS,
      env: {
        ...home,
        PATH: process.env.PATH,
        FONTCONFIG_FILE: fonts,
        LD_LIBRARY_PATH: join(folder, 'al2023', 'lib'),
      },
    });
    return {
      profile: (options) => browser.newContext(options),
      async [Symbol.asyncDispose]() {
        await browser.close();
        await remove();
      },
    };
  } catch (error) {
    await remove();
    throw error;
  }
}

/** Collects a page's errors, violations of its Content-Security-Policy, and failed requests. */
export function complaintsOf(page: Page): readonly string[] {
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('requestfailed', (request) => complaints.push(`${request.url()}: ${request.failure()?.errorText}`));
  return complaints;
}
