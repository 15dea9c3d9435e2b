import { z } from 'zod';
import { PROVIDER } from '../../embedded/launcher/settings-table.ts';
import { HOLD_LIMIT } from '../../subgraphs/booking/settings.ts';

/** What the auditor has to know of the services, besides their addresses. */
export const AUDIT_TABLE = z.strictObject({ provider: PROVIDER, holdLimitMs: HOLD_LIMIT });
