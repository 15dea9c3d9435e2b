import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, isAbsolute, join } from 'node:path';
import { type Plugin, rolldown } from 'rolldown';
import { z } from 'zod';
import { PERMISSIVE } from '../checks/licences.ts';
import { ROOT } from '../run.ts';

/** Where the script of Apollo Sandbox is, in the project. */
export const SANDBOX_FILE = 'router/pages/browser/sandbox.generated.js';

const ENTRY = 'sandbox-entry';
/** The name under which Apollo's own server has the class, too. */
const SOURCE = "import { ApolloSandbox } from '@apollo/sandbox'; window.EmbeddedSandbox = ApolloSandbox;";

const entry: Plugin = {
  name: ENTRY,
  resolveId: (id) => (id === ENTRY ? `\0${ENTRY}` : undefined),
  load: (id) => (id === `\0${ENTRY}` ? SOURCE : undefined),
};

const manifest = z.object({ name: z.string(), version: z.string(), license: z.string() });

/**
 * Bundles Apollo Sandbox into one script for a page, with the licences of all that is in it. The same
 * packages always give the same text. Throws when one has a licence that is not permissive.
 */
export async function bundleSandbox(): Promise<string> {
  const bundle = await rolldown({
    input: ENTRY,
    cwd: ROOT,
    platform: 'browser',
    plugins: [entry],
    transform: { define: { 'process.env.NODE_ENV': '"production"' } },
  });
  const { output } = await bundle.generate({ format: 'iife', minify: true, comments: { legal: false } });
  await bundle.close();
  const [script] = output;
  const folders = new Set(Object.keys(script.modules).filter(isAbsolute).map(packageFolderOf));
  const notices = await Promise.all([...folders].map(noticeOf));
  return `/*! Written by \`npm run generate\` from these packages.\n\n${notices.toSorted().join('\n\n')}\n*/\n${script.code}`;
}

/** The folder of the package that a module belongs to: the next one above with a name. */
function packageFolderOf(module: string): string {
  let folder = dirname(module);
  while (!isPackage(folder)) folder = dirname(folder);
  return folder;
}

function isPackage(folder: string): boolean {
  const parent = dirname(folder);
  const isInScope = parent.slice(parent.lastIndexOf('/') + 1).startsWith('@');
  const modules = isInScope ? dirname(parent) : parent;
  return modules.endsWith('/node_modules') && existsSync(join(folder, 'package.json'));
}

async function noticeOf(folder: string): Promise<string> {
  const { name, version, license } = manifest.parse(
    JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')),
  );
  if (!PERMISSIVE.has(license))
    throw new Error(`${name}: the licence ${license} is not one of those that permit any use.`);
  const file = (await readdir(folder)).find((each) => /^licen[cs]e/i.test(each));
  const text = file === undefined ? '' : `\n${(await readFile(join(folder, file), 'utf8')).trim()}`;
  return `${name} ${version} (${license})${text.replaceAll('\r', '').replaceAll('*/', '* /')}`;
}
