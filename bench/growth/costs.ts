/**
 * What rows cost, by their names, in their order: milliseconds of CPU time in all processes unless the name
 * says another unit.
 */
export type Costs = readonly (readonly [row: string, cost: number])[];
