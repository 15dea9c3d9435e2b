/** `npm run audit`: checks the invariants. Exit status 0 clean, 1 violations, 2 wrong usage or unreadable. */
import { runCommand } from '../../platform/config/command-line.ts';
import { audit } from './audit.ts';
import { CannotRead } from './cannot-read.ts';
import { buildCaseHistory } from './case-history.ts';
import { readSnapshot } from './load/snapshot.ts';
import { AUDIT, type Request } from './options.ts';
import { printCaseHistory } from './print/case-history.ts';
import { printReport } from './print/report.ts';
import { findSources } from './sources.ts';

async function run(request: Request): Promise<number> {
  try {
    return request.about ? await printHistory(request, request.about) : await check(request);
  } catch (error) {
    if (!(error instanceof CannotRead)) throw error;
    console.error(error.message);
    return 2;
  }
}

async function check(request: Request): Promise<number> {
  const { settleMs, waitMs, streams } = request;
  const report = await audit({ settleMs, waitMs, streams, sources: sourcesOf(request) });
  console.log(request.json ? JSON.stringify(report, null, 2) : printReport(report));
  return report.clean ? 0 : 1;
}

async function printHistory(request: Request, about: NonNullable<Request['about']>): Promise<number> {
  // The stores contain everything that happened; reading the streams would only be slower.
  const history = buildCaseHistory(await readSnapshot({ ...sourcesOf(request), nats: undefined }), about);
  if (history.entries.length === 0) {
    console.error(`Nothing is known of ${'booking' in about ? about.booking : about.correlation}.`);
    return 1;
  }
  console.log(request.json ? JSON.stringify(history, null, 2) : printCaseHistory(history));
  return 0;
}

function sourcesOf({ dataDir }: Request) {
  return findSources(dataDir === undefined ? process.env : { ...process.env, DATA_DIR: dataDir });
}

process.exitCode = await runCommand(AUDIT, process.argv.slice(2), run);
