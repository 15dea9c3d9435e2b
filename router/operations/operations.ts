import type { Logger } from '../../platform/telemetry/logger.ts';
import type { AccessMode } from '../auth/access.ts';
import { createRateLimit, type RateSettings } from '../limits/rate-limit.ts';
import { type Admit, createAdmit, withRateLimit } from './admit.ts';
import { type CreateContext, createContexts } from './contexts.ts';
import type { DocumentSettings } from './documents.ts';
import type { Graph } from './graph.ts';
import { createDocumentSource, type PersistedSettings } from './persisted.ts';
import { createPropagation, type HeaderRules } from './propagation.ts';
import { createRun, type Run } from './run.ts';
import type { Safelist } from './safelist.ts';

export type OperationSettings = {
  readonly documents: DocumentSettings;
  readonly persisted: PersistedSettings;
  readonly headers: HeaderRules;
  readonly rateLimit: RateSettings | undefined;
  /** The maximum cost of one operation. */
  readonly costLimit: number;
  /** The time limit of a query or mutation in milliseconds. */
  readonly timeLimit: number;
};

/** Metrics of admission. */
export type OperationMetrics = {
  readonly document: (isKnown: boolean) => void;
  readonly refused: (code: string) => void;
};

/** Admission and execution of operations, the same for every transport. */
export type Operations = {
  readonly createContext: CreateContext;
  readonly admit: Admit;
  /**
   * Admits a running subscription again after the graph has changed. Neither the rate limit nor the metrics
   * count it.
   */
  readonly readmit: Admit;
  readonly run: Run;
};

export type OperationDeps = {
  readonly settings: OperationSettings;
  readonly graph: () => Graph | undefined;
  readonly safelist: Safelist;
  readonly access: AccessMode;
  readonly metrics: OperationMetrics;
  readonly log: Logger;
};

export function createOperations(deps: OperationDeps): Operations {
  const { settings, safelist, access, metrics, log } = deps;
  const admit = createAdmit({
    graph: deps.graph,
    source: createDocumentSource(settings.persisted, safelist),
    listedName: safelist.mode === 'off' ? () => undefined : safelist.nameOf,
    access,
    costLimit: settings.costLimit,
    introspection: settings.documents.introspection,
  });
  return {
    createContext: createContexts({ propagate: createPropagation(settings.headers), log }),
    admit: withRateLimit(admit, {
      rateLimit: settings.rateLimit && createRateLimit(settings.rateLimit),
      onRefused: metrics.refused,
    }),
    readmit: admit,
    run: createRun({ limitMs: settings.timeLimit }),
  };
}
