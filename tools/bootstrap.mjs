/**
 * node tools/bootstrap.mjs [--dev | --no-install] PROGRAM ARGS…
 *
 * Runs a program of this project on a Node.js that can run it, whatever node is installed (18 or newer). It
 * first installs the packages if they are missing or differ from the lock file: those of production, or with
 * `--dev` all of them. With `--no-install` the program runs with the packages that are there; without any,
 * its answer is already known (help.generated.json). Every script in package.json uses it. It is plain
 * JavaScript without dependencies, because it runs before there are any.
 */
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { unsupported } from './bootstrap/machine.mjs';
import { prepareNode } from './bootstrap/node.mjs';
import { installOnce, isComplete, isInstalled } from './bootstrap/packages.mjs';
import { ROOT } from './bootstrap/paths.mjs';
import { CannotInstall, run } from './bootstrap/run.mjs';

const MODES = ['--dev', '--no-install'];

const given = process.argv.slice(2);
const mode = MODES.find((each) => each === given[0]);
const [program, ...args] = mode === undefined ? given : given.slice(1);
if (program === undefined) {
  console.error('Usage: node tools/bootstrap.mjs [--dev | --no-install] PROGRAM ARGS…');
  process.exit(2);
}

const elsewhere = unsupported(process.platform);
if (elsewhere !== undefined) {
  console.error(elsewhere);
  process.exit(1);
}

const level = mode === '--dev' ? 'all' : 'production';
const isReady = mode === '--no-install' ? isComplete() : isInstalled(level);
if (!isReady) answerWithoutPackages();
try {
  // Waits for both, so that neither is still writing when the other has failed.
  const [node, packages] = await Promise.allSettled([prepareNode(), isReady || installOnce(level)]);
  for (const { reason } of [packages, node]) if (reason !== undefined) throw reason;
  process.exit(
    await run(node.value, [resolve(ROOT, program), ...args], { stdio: 'inherit', node: node.value }),
  );
} catch (error) {
  if (!(error instanceof CannotInstall)) throw error;
  console.error(error.message);
  process.exit(error.status);
}

/** Prints what is known without running the program, and exits; returns if the program has to run. */
function answerWithoutPackages() {
  const { [program]: known } = JSON.parse(readFileSync(resolve(ROOT, 'tools/help.generated.json'), 'utf8'));
  if (known === undefined) return;
  if (args.includes('--help') || args.includes('-h')) {
    console.log(known.help[args[0]] ?? known.help['']);
    process.exit(0);
  }
  const { withoutPackages } = known;
  // Where there is a data folder, the program has to look into it.
  if (withoutPackages === undefined || existsSync(resolve(process.env.DATA_DIR || '.data'))) return;
  const unknown = args.find((arg) => arg.startsWith('-') && !known.options.includes(arg.split('=')[0]));
  if (unknown !== undefined) {
    console.error(`There is no option ${unknown}.\n\n${known.help['']}`);
    process.exit(2);
  }
  (withoutPackages.status === 0 ? console.log : console.error)(withoutPackages.text);
  process.exit(withoutPackages.status);
}
