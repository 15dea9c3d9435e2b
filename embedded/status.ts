/** `npm run status`: shows what runs where. Exit status 0 if everything is ready (or was watched), else 1. */

import { runCommand } from '../platform/config/command-line.ts';
import { environment } from '../platform/config/environment.ts';
import { openIssuer } from './issuer.ts';
import { findLauncher, nothingRuns } from './launcher/client.ts';
import { STATUS } from './launcher/commands.ts';
import { linksOf, renderLinks } from './launcher/links.ts';
import { metricsOf, ROUTER } from './launcher/services.ts';
import { dataDirOf } from './launcher/settings.ts';
import { renderDisk, renderTable } from './launcher/status-table.ts';
import { printedTokens, TOKENS_ELSEWHERE, tokensOf } from './launcher/tokens.ts';
import { watchInstance } from './watch/watch.ts';

const NOTHING = { rows: [], disk: { isLow: false } } as const;

process.exitCode = await runCommand(STATUS, process.argv.slice(2), async ({ values }) => {
  const { json, tokens, watch, interval } = values;
  const dataDir = dataDirOf(environment);
  if (watch) {
    await watchInstance(dataDir, interval * 1_000);
    return 0;
  }
  const launcher = findLauncher(dataDir);
  const { rows, disk } = launcher === undefined ? NOTHING : await launcher.status();
  const router = launcher?.record.services.router?.url;
  const links =
    router === undefined
      ? undefined
      : linksOf(router, launcher?.record.services[metricsOf(ROUTER.name)]?.url);
  const isUp =
    rows.length > 0 && !disk.isLow && rows.every(({ state }) => state === 'ready' || state === 'elsewhere');
  const full = renderDisk(disk, dataDir);
  const issuer = tokens && launcher?.record.issuer === 'local' ? await openIssuer(dataDir) : undefined;
  if (json) {
    const byRole = issuer === undefined ? undefined : await tokensOf(issuer);
    console.log(
      JSON.stringify({ dataDir, ready: isUp, processes: rows, disk, links, tokens: byRole }, null, 2),
    );
  } else if (launcher === undefined) {
    console.log(nothingRuns(dataDir));
  } else {
    console.log(rows.length === 0 ? 'The instance is just starting or stopping.' : renderTable(rows));
    if (full !== undefined) console.log(`\n${full}`);
    if (links !== undefined) console.log(['', ...renderLinks(links)].join('\n'));
    if (tokens && launcher.record.issuer === 'elsewhere') console.log(`\n${TOKENS_ELSEWHERE}`);
    if (issuer !== undefined) console.log(['', ...(await printedTokens(issuer))].join('\n'));
  }
  return isUp ? 0 : 1;
});
