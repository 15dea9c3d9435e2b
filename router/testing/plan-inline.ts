import { createTextPlanner, type PlanText } from '../planning/plan-text.ts';

const planText = createTextPlanner();

/**
 * Plans in the thread of the test, for graphs that it makes itself. The plan is a copy, as one from the worker
 * is: classes do not survive that.
 */
export const planInline: PlanText = async (request) => structuredClone(planText(request));
