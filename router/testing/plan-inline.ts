import { createTextPlanner, type PlanText } from '../planning/plan-text.ts';

const planText = createTextPlanner();

/** Plans in the thread of the test, for graphs that it makes itself. */
export const planInline: PlanText = async (request) => planText(request);
