/** `npm run audit`: checks the invariants. Exit status 0 clean, 1 violations, 2 wrong usage or unreadable. */

import { runCommand } from '../../platform/config/command-line.ts';
import { environment } from '../../platform/config/environment.ts';
import { bar, count, createProgress } from '../progress.ts';
import { audit } from './audit.ts';
import { CannotRead } from './cannot-read.ts';
import { buildCaseHistory, type CaseHistory } from './case-history.ts';
import { AUDIT, type Request } from './options.ts';
import { printCaseHistory } from './print/case-history.ts';
import { printReport } from './print/report.ts';
import { readCorrelation } from './reading/correlation.ts';
import { readBookingCase } from './reading/one-booking.ts';
import { type ReadingOptions, readSystem } from './reading/reading.ts';
import { findSources, type Sources } from './sources.ts';

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
  const report = await audit({
    settleMs,
    waitMs,
    streams,
    sources: sourcesOf(request),
    onProgress: follow(),
  });
  console.log(request.json ? JSON.stringify(report, null, 2) : printReport(report));
  return report.clean ? 0 : 1;
}

/** Fewer records are read before anybody asks how long it takes. */
const MANY = 50_000;

/** Prints how far a long reading is, beside the report. */
function follow(): NonNullable<ReadingOptions['onProgress']> {
  const progress = createProgress((line) => console.error(line));
  return (step, done, total) => {
    if (total < MANY) return;
    progress.say(`${bar(done, total)}  ${count(done)} records, ${step}`);
  };
}

async function printHistory(request: Request, about: NonNullable<Request['about']>): Promise<number> {
  const history = await historyOf(about, sourcesOf(request));
  if (history.entries.length === 0) {
    console.error(`Nothing is known of ${'booking' in about ? about.booking : about.correlation}.`);
    return 1;
  }
  console.log(request.json ? JSON.stringify(history, null, 2) : printCaseHistory(history));
  return 0;
}

/** The stores contain everything that happened; reading the streams would only be slower. */
async function historyOf(about: NonNullable<Request['about']>, sources: Sources): Promise<CaseHistory> {
  if ('booking' in about) return buildCaseHistory(await readBookingCase(sources, about.booking), about);
  const snapshot = await readCorrelation(sources, about.correlation);
  if (snapshot.events.length === 0) return buildCaseHistory(snapshot, about, []);
  const { findings } = await readSystem({ ...sources, nats: undefined }, { onProgress: follow() });
  return buildCaseHistory(snapshot, about, findings);
}

function sourcesOf({ dataDir }: Request) {
  return findSources(dataDir === undefined ? environment : { ...environment, DATA_DIR: dataDir });
}

process.exitCode = await runCommand(AUDIT, process.argv.slice(2), run);
