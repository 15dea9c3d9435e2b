import type { DiskSpace } from '../disk-space.ts';

/** What a service knows of the servers and the disk that it depends on. */
export type Surroundings = {
  /** The name of the service, to show to clients. */
  readonly service: string;
  /** The disk of the stores. While it is nearly full, changes are refused. */
  readonly space: Pick<DiskSpace, 'isLow'>;
  /** Whether events wait in the outbox and cannot be published: the service is not ready then. */
  readonly isStuck: () => boolean;
  /** Whether NATS has been away for so long that the service is not ready. */
  readonly isCutOff?: () => boolean;
  /** Whether work failed because of an outage of the database. */
  readonly isOutage: (error: unknown) => Promise<boolean>;
};
