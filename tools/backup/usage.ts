import { defineCommand } from '../../platform/config/command-line.ts';

const notes = [
  'Works on the instance of DATA_DIR (default .data); DATABASE_URL, MONGODB_URL and NATS_URL take precedence, BOOKING_DATABASE_URL, ROOM_MONGODB_URL and so on those for one service.',
];
const status = '0 done, 1 failed, 2 wrong usage';

/** What `npm run backup` is to do. */
export type BackupRequest = { readonly to: string };

export const BACKUP = defineCommand(
  {
    forms: ['npm run backup -- --to DIR'],
    about: 'Writes the data of all services to a new folder, while they run or not.',
    options: { to: { type: 'text', value: 'DIR', about: 'the folder, which must not exist' } },
    notes: [...notes, 'Keys and passwords are not in a backup.'],
    examples: ['npm run backup -- --to /backups/monday'],
    status,
  },
  ({ values: { to } }): BackupRequest | string => (to ? { to } : 'Name the folder: --to DIR.'),
);

/** What `npm run restore` is to do. */
export type RestoreRequest = {
  readonly from: string;
  readonly name: 'restore' | 'settle';
  readonly force: boolean;
};

export const RESTORE = defineCommand(
  {
    forms: ['npm run restore -- --from DIR [--force]', 'npm run restore -- --from DIR --settle'],
    about:
      'Restores a backup while no service runs, and refills the streams. Afterwards, --settle returns what customers have paid since the backup.',
    options: {
      from: { type: 'text', value: 'DIR', about: 'the folder of the backup' },
      force: { type: 'switch', about: 'replaces what is there: nothing can bring it back' },
      settle: {
        type: 'switch',
        about: 'voids or refunds payments at the provider that the restored data do not contain',
      },
    },
    notes,
    examples: [
      'npm run restore -- --from /backups/monday',
      'npm run restore -- --from /backups/monday --settle',
    ],
    status,
  },
  ({ values: { from, force = false, settle = false } }): RestoreRequest | string => {
    if (!from) return 'Name the folder of the backup: --from DIR.';
    if (settle && force) return '--settle changes no store: leave out --force.';
    return { from, name: settle ? 'settle' : 'restore', force };
  },
);
