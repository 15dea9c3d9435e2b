import { join } from 'node:path';
import { describe, test } from 'vitest';
import { ROUTER, SERVICES } from '../../embedded/launcher/services.ts';
import { startInstance } from '../../embedded/testing.ts';
import { PATIENCE, startLoad } from '../support/load.ts';
import { besides, checkOut, findPreviousRelease, startsAfterMigration } from '../support/previous-release.ts';

const previous = findPreviousRelease();
if (previous === undefined)
  console.info('There is no previous release: name a revision with PREVIOUS_RELEASE to run beside it.');

/** A service of each kind of store. */
const RESTARTED = ['booking', 'room'];

describe('an upgrade', { timeout: 400_000 }, () => {
  test.skipIf(previous === undefined)(
    'this version starts beside the previous release, of which processes start again, and takes over under load',
    async () => {
      await using code = await checkOut(previous ?? '');
      await using before = await startInstance({
        entry: join(code.folder, 'embedded/start.ts'),
        env: PATIENCE,
      });
      const routers = [before.url];
      const load = await startLoad(before, { urls: routers });
      await load.untilMore(30);
      await using after = await startInstance({ env: { ...(await besides(before)), ...PATIENCE } });
      // Clients learn of the router of the new version.
      routers.push(after.url);
      await load.untilMore(100);
      if (startsAfterMigration(code)) await before.restart(...RESTARTED);
      else console.info(`Processes of ${previous} do not start on the migrated stores: none is restarted.`);
      await load.untilMore(100);
      await before.stopOnly(ROUTER.name, ...SERVICES.map(({ name }) => name));
      await load.untilMore(100);
      console.info(`${await load.end()}, beside ${previous}`);
    },
  );
});
