import type { Logger } from '../../platform/telemetry/logger.ts';
import type { AccessMode } from '../auth/access.ts';
import { createRateLimit, type RateSettings } from '../limits/rate-limit.ts';
import { type Admit, counted, createAdmit } from './admit.ts';
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
  /** The cost that one operation may have. */
  readonly costLimit: number;
  /** Milliseconds that a query or mutation may take. */
  readonly timeLimit: number;
};

/** Recorded while operations are admitted. */
export type OperationMetrics = {
  readonly document: (isKnown: boolean) => void;
  readonly refused: (code: string) => void;
};

/** From request to answer, whatever the transport. */
export type Operations = {
  readonly createContext: CreateContext;
  readonly admit: Admit;
  /** Admits anew what runs already, under the graph of now: it is counted neither as a request nor as a refusal. */
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
  const decide = createAdmit({
    graph: deps.graph,
    source: createDocumentSource(settings.persisted, safelist),
    listedName: safelist.mode === 'off' ? () => undefined : safelist.nameOf,
    access,
    costLimit: settings.costLimit,
    introspection: settings.documents.introspection,
  });
  return {
    createContext: createContexts({ propagate: createPropagation(settings.headers), log }),
    admit: counted(decide, {
      rateLimit: settings.rateLimit && createRateLimit(settings.rateLimit),
      onRefused: metrics.refused,
    }),
    readmit: decide,
    run: createRun({ limitMs: settings.timeLimit }),
  };
}
