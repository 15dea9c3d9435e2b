import { mongoServiceTable } from '../../platform/service/service-settings.ts';

/** What can be set for the supplies service. */
export const SUPPLIES_TABLE = mongoServiceTable({});
