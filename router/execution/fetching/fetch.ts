import type { FetchNode } from '@apollo/query-planner';
import { isJsonObject, type JsonObject, type ResponsePath } from '../../graphql/json.ts';
import type { SubgraphAnswer } from '../../subgraphs/answer.ts';
import type { Types } from '../../supergraph/types.ts';
import type { Step } from '../state.ts';
import { type Run, recordFailure } from '../state.ts';
import { type ContextGroup, compileContext } from './context-arguments.ts';
import { gatherTargets, type PlanPath, placesAt } from './entity-paths.ts';
import { placeErrors } from './errors.ts';
import { mergeInto } from './merge.ts';
import { compileRepresentation, type Representations } from './representation.ts';
import { clientName, compileOutputRewrites } from './rewrites.ts';

/** What holds for a whole plan. */
export type PlanFacts = {
  readonly types: Types;
  /** Whether later fetches tell apart the places where one entity stands. */
  readonly tellsPlacesApart: boolean;
};

/**
 * Compiles one fetch: to be merged into the objects at each of the paths. With `requires` it asks for entities, one for each
 * different representation; else for fields of a root type.
 */
export function compileFetch(node: FetchNode, paths: readonly PlanPath[], facts: PlanFacts): Step {
  return node.requires ? compileEntityFetch(node, paths, facts) : compileRootFetch(node, paths, facts);
}

function compileRootFetch(node: FetchNode, paths: readonly PlanPath[], { types }: PlanFacts): Step {
  const { serviceName, operationKind, outputRewrites } = node;
  const writeBody = compileBody(node);
  const rewrite = compileOutputRewrites(outputRewrites, types);
  const isMutation = operationKind === 'mutation';

  function accept(run: Run, targets: readonly JsonObject[], answer: SubgraphAnswer): void {
    if (answer.kind === 'unavailable') {
      fail(run, serviceName, paths, answer, targets);
      return;
    }
    if (answer.errors.length > 0) {
      const places = placesAt(run.data, paths).map((place) => place.path);
      const locate = (at: ResponsePath) => places.map((place) => [...place, ...toClient(outputRewrites, at)]);
      run.errors.push(...placeErrors(serviceName, answer.errors, locate, definite(paths)));
    }
    const { data } = answer;
    if (!data) return;
    run.isPlain &&= answer.isPlain === true;
    rewrite?.(data);
    for (const target of targets) mergeInto(target, data, types);
  }

  return (run) => {
    const targets: JsonObject[] = [];
    for (const path of paths) gatherTargets(run.data, path, targets);
    if (targets.length === 0) return undefined;
    return run
      .send(serviceName, { body: writeBody(run, undefined, undefined), isMutation }, run.context)
      .then((answer) => accept(run, targets, answer));
  };
}

function compileEntityFetch(
  node: FetchNode,
  paths: readonly PlanPath[],
  { types, tellsPlacesApart }: PlanFacts,
): Step {
  const { serviceName, outputRewrites } = node;
  const representations = compileRepresentation(node.requires ?? [], node.inputRewrites ?? [], types);
  const writeBody = compileBody(node);
  const rewrite = compileOutputRewrites(outputRewrites, types);
  const group = compileContext(node.contextRewrites, paths, types);

  function accept(run: Run, asked: Asked, answer: SubgraphAnswer): void {
    if (answer.kind === 'unavailable') {
      fail(run, serviceName, paths, answer, asked.targets.flat());
      return;
    }
    if (answer.errors.length > 0) {
      const locate = locateEntities(run, asked, paths, outputRewrites);
      run.errors.push(...placeErrors(serviceName, answer.errors, locate, definite(paths)));
    }
    if (!answer.data) return;
    run.isPlain &&= answer.isPlain === true;
    const entities = answer.data._entities;
    if (!Array.isArray(entities) || entities.length !== asked.targets.length) {
      if (answer.errors.length === 0) fail(run, serviceName, paths, NO_ENTITIES, asked.targets.flat());
      return;
    }
    for (let index = 0; index < entities.length; index += 1) {
      const entity: unknown = entities[index];
      const targets = asked.targets[index];
      if (!targets || !isJsonObject(entity)) continue;
      rewrite?.(entity);
      for (const target of targets) {
        const own = tellsPlacesApart && target !== targets[0] ? structuredClone(entity) : entity;
        mergeInto(target, own, types);
      }
    }
  }

  function ask(
    run: Run,
    targets: readonly JsonObject[],
    context: string | undefined,
  ): Promise<void> | undefined {
    const asked = representAll(targets, representations, run.isPlain);
    if (asked.targets.length === 0) return undefined;
    const body = writeBody(run, asked.text, context);
    return run
      .send(serviceName, { body, isMutation: false }, run.context)
      .then((answer) => accept(run, asked, answer));
  }

  return (run) => {
    if (group) {
      const waiting = group(run.data).map(({ targets, text }: ContextGroup) => ask(run, targets, text));
      return Promise.all(waiting).then(() => undefined);
    }
    const targets: JsonObject[] = [];
    for (const path of paths) gatherTargets(run.data, path, targets);
    return targets.length === 0 ? undefined : ask(run, targets, undefined);
  };
}

const NO_ENTITIES = { reason: 'it did not answer for each entity', cause: undefined };

/** What was asked for: the representations as JSON, and for each the objects that it stands for. */
type Asked = { readonly text: string; readonly targets: readonly (readonly JsonObject[])[] };

function representAll(
  candidates: readonly JsonObject[],
  { represent, identify }: Representations,
  isPlain: boolean,
): Asked {
  /** Entities of the first one's type by what tells them apart; all others by the whole text. */
  const byIdentity = new Map<string, JsonObject[]>();
  const byText = new Map<string, JsonObject[]>();
  const type = candidates[0]?.__typename;
  const targets: JsonObject[][] = [];
  let text = '';
  for (const candidate of candidates) {
    const identity = candidate.__typename === type ? identify(candidate) : undefined;
    const known = identity === undefined ? undefined : byIdentity.get(identity);
    if (known) {
      known.push(candidate);
      continue;
    }
    const representation = represent(candidate, isPlain);
    if (representation === undefined) continue;
    const equal = identity === undefined ? byText.get(representation) : undefined;
    if (equal) {
      equal.push(candidate);
      continue;
    }
    const fresh = [candidate];
    if (identity === undefined) byText.set(representation, fresh);
    else byIdentity.set(identity, fresh);
    targets.push(fresh);
    text += text === '' ? representation : `,${representation}`;
  }
  return { text, targets };
}

type WriteBody = (run: Run, representations: string | undefined, context: string | undefined) => string;

/** The request's JSON: all but the values of variables is written once. */
function compileBody({ operation, operationName, variableUsages = [] }: FetchNode): WriteBody {
  const name = operationName ? `,"operationName":${JSON.stringify(operationName)}` : '';
  const head = `{"query":${JSON.stringify(operation)}${name}`;
  const withVariables = `${head},"variables":{`;
  const plain = `${head}}`;
  const names = variableUsages.map((each) => [each, `${JSON.stringify(each)}:`] as const);

  return (run, representations, context) => {
    let values = representations === undefined ? '' : `"representations":[${representations}]`;
    for (const [variable, prefix] of names) {
      const value = Object.hasOwn(run.variables, variable) ? run.variables[variable] : undefined;
      if (value === undefined) continue;
      values += `${values === '' ? '' : ','}${prefix}${JSON.stringify(value)}`;
    }
    if (context) values += `,${context}`;
    return values === '' ? plain : `${withVariables}${values}}}`;
  };
}

function fail(
  run: Run,
  subgraph: string,
  paths: readonly PlanPath[],
  { reason, cause }: { readonly reason: string; readonly cause: unknown },
  targets: readonly JsonObject[],
): void {
  recordFailure(run, { subgraph, reason, cause, path: definite(paths), told: 0 }, targets);
}

/** Turns `_entities.<index>.…` into the places of all objects that the entity stands for. */
function locateEntities(
  run: Run,
  asked: Asked,
  paths: readonly PlanPath[],
  rewrites: FetchNode['outputRewrites'],
) {
  const places = placesAt(run.data, paths);
  return ([root, index, ...rest]: ResponsePath): readonly ResponsePath[] => {
    if (root !== '_entities' || typeof index !== 'number') return [];
    const targets = new Set(asked.targets[index]);
    return places
      .filter(({ target }) => targets.has(target))
      .map((place) => [...place.path, ...toClient(rewrites, rest)]);
  };
}

function toClient(rewrites: FetchNode['outputRewrites'], path: ResponsePath): ResponsePath {
  return path.map((step) => (typeof step === 'string' ? clientName(rewrites, step) : step));
}

/** The first path up to its first list, whose items are not told apart. */
function definite([path = []]: readonly PlanPath[]): ResponsePath {
  const end = path.indexOf('@');
  return end < 0 ? path : path.slice(0, end);
}
