import { postgresServiceTable } from '../../platform/service/service-settings.ts';

/** What can be set for the view service. */
export const VIEW_TABLE = postgresServiceTable({});
