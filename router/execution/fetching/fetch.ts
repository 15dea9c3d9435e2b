import type { FetchNode } from '@apollo/query-planner';
import { writeJson } from '../../../platform/json.ts';
import { isRecord } from '../../../platform/type-guards.ts';
import type { ExecutionError } from '../../graphql/errors.ts';
import type { JsonObject, LocatePath, ResponsePath } from '../../graphql/json.ts';
import type { SubgraphError, SubgraphResponse } from '../../subgraphs/client.ts';
import type { TypeRelations } from '../../supergraph/type-relations.ts';
import { type ExecutionState, recordFailure, recordUnresolved, type Step } from '../state.ts';
import { collectEntities, entityPathsAt, mergeInto, type PlanPath } from './merged-data.ts';
import { compileRepresentation, type Representations } from './representation.ts';
import { type ContextGroup, clientName, compileContext, compileOutputRewrites } from './rewrites.ts';

/** Properties of a whole plan. */
export type PlanTraits = {
  readonly types: TypeRelations;
  /** Whether later fetches depend on the path of an entity: then each path gets a copy of its own. */
  readonly distinguishesPaths: boolean;
};

/**
 * Compiles one fetch, whose result is merged into the objects at each of the paths. A fetch with `requires`
 * requests entities, one for each distinct representation; any other requests fields of a root type.
 */
export function compileFetch(node: FetchNode, paths: readonly PlanPath[], traits: PlanTraits): Step {
  return node.requires ? compileEntityFetch(node, paths, traits) : compileRootFetch(node, paths, traits);
}

function compileRootFetch(node: FetchNode, paths: readonly PlanPath[], { types }: PlanTraits): Step {
  const { serviceName, operationKind, outputRewrites } = node;
  const writeBody = compileBody(node);
  const rewrite = compileOutputRewrites(outputRewrites, types);
  const isMutation = operationKind === 'mutation';

  function accept(state: ExecutionState, objects: readonly JsonObject[], response: SubgraphResponse): void {
    if (state.budget.isSpent) return;
    if (response.kind === 'unavailable') {
      recordFailed(state, serviceName, paths, response, objects);
      return;
    }
    if (response.errors.length > 0 && state.budget.takeObjects(response.errors.length)) {
      const entityPaths = entityPathsAt(state.data, paths, state.budget).map((each) => each.path);
      const locate = (at: ResponsePath) =>
        entityPaths.map((each) => [...each, ...toClientNames(outputRewrites, at)]);
      addErrors(state, locateErrors(serviceName, response.errors, locate, pathAboveLists(paths)));
    }
    const { data } = response;
    if (!data) return;
    state.isPlain &&= response.isPlain === true;
    rewrite?.(data);
    for (const object of objects) mergeInto(object, data, types, state.budget);
  }

  return (state) => {
    const objects: JsonObject[] = [];
    for (const path of paths) collectEntities(state.data, path, objects, state.budget);
    if (objects.length === 0 || state.budget.isSpent) return undefined;
    const body = writeBody(state, undefined, undefined);
    return state
      .send(serviceName, { body, isMutation, budget: state.budget.responses }, state.context)
      .then((response) => accept(state, objects, response));
  };
}

function compileEntityFetch(
  node: FetchNode,
  paths: readonly PlanPath[],
  { types, distinguishesPaths }: PlanTraits,
): Step {
  const { serviceName, outputRewrites } = node;
  const representations = compileRepresentation(node.requires ?? [], node.inputRewrites ?? [], types);
  const writeBody = compileBody(node);
  const rewrite = compileOutputRewrites(outputRewrites, types);
  const group = compileContext(node.contextRewrites, paths, types);

  function accept(state: ExecutionState, requested: RequestedEntities, response: SubgraphResponse): void {
    if (state.budget.isSpent) return;
    if (response.kind === 'unavailable') {
      recordFailed(state, serviceName, paths, response, requested.objects.flat());
      return;
    }
    if (response.errors.length > 0 && state.budget.takeObjects(response.errors.length)) {
      const locate = locateEntities(state, requested, paths, outputRewrites);
      addErrors(state, locateErrors(serviceName, response.errors, locate, pathAboveLists(paths)));
    }
    if (!response.data) return;
    state.isPlain &&= response.isPlain === true;
    const entities = response.data._entities;
    if (!Array.isArray(entities) || entities.length !== requested.objects.length) {
      if (response.errors.length === 0)
        recordFailed(state, serviceName, paths, NO_ENTITIES, requested.objects.flat());
      return;
    }
    for (let index = 0; index < entities.length; index += 1) {
      const entity: unknown = entities[index];
      const objects = requested.objects[index];
      if (objects && entity === null) recordUnresolved(state, objects);
      if (!objects || !isRecord(entity)) continue;
      rewrite?.(entity);
      for (const object of objects) {
        const own = distinguishesPaths && object !== objects[0] ? structuredClone(entity) : entity;
        mergeInto(object, own, types, state.budget);
      }
    }
  }

  function request(
    state: ExecutionState,
    objects: readonly JsonObject[],
    context: string | undefined,
  ): Promise<void> | undefined {
    const requested = representAll(objects, representations, state.isPlain);
    if (requested.objects.length === 0) return undefined;
    return send(state, requested, context).then((response) => accept(state, requested, response));
  }

  function send(
    state: ExecutionState,
    { text, objects }: RequestedEntities,
    context: string | undefined,
  ): Promise<SubgraphResponse> {
    if (state.batches)
      return state.batches.send(state.send, {
        subgraph: serviceName,
        representations: text,
        count: objects.length,
        writeBody: (representations) => writeBody(state, representations, context),
        context: state.context,
      });
    const body = writeBody(state, text, context);
    const { budget } = state;
    return state.send(serviceName, { body, isMutation: false, budget: budget.responses }, state.context);
  }

  return (state) => {
    if (group) {
      const groups = group(state.data, state.budget);
      if (state.budget.isSpent) return undefined;
      const waiting = groups.map(({ objects, text }: ContextGroup) => request(state, objects, text));
      return Promise.all(waiting).then(() => undefined);
    }
    const objects: JsonObject[] = [];
    for (const path of paths) collectEntities(state.data, path, objects, state.budget);
    return objects.length === 0 || state.budget.isSpent ? undefined : request(state, objects, undefined);
  };
}

const NO_ENTITIES = { reason: 'it did not return every entity', cause: undefined };

/** The representations of a request as JSON, and the objects that each of them stands for. */
type RequestedEntities = { readonly text: string; readonly objects: readonly (readonly JsonObject[])[] };

/**
 * Writes the representations of entities, equal ones once. Entities without a representation are left out.
 */
function representAll(
  candidates: readonly JsonObject[],
  { represent, identify }: Representations,
  isPlain: boolean,
): RequestedEntities {
  // Entities of the first one's type are compared by their key, all others by their whole representation.
  const byIdentity = new Map<string, JsonObject[]>();
  const byText = new Map<string, JsonObject[]>();
  const type = candidates[0]?.__typename;
  const objects: JsonObject[][] = [];
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
    objects.push(fresh);
    text += text === '' ? representation : `,${representation}`;
  }
  return { text, objects };
}

type WriteBody = (
  state: ExecutionState,
  representations: string | undefined,
  context: string | undefined,
) => string;

/** Compiles the JSON body of a request; only the values of variables are written per request. */
function compileBody({ operation, operationName, variableUsages = [] }: FetchNode): WriteBody {
  const name = operationName ? `,"operationName":${JSON.stringify(operationName)}` : '';
  const head = `{"query":${JSON.stringify(operation)}${name}`;
  const withVariables = `${head},"variables":{`;
  const plain = `${head}}`;
  const names = variableUsages.map((each) => [each, `${JSON.stringify(each)}:`] as const);

  return (state, representations, context) => {
    let values = representations === undefined ? '' : `"representations":[${representations}]`;
    for (const [variable, prefix] of names) {
      const value = Object.hasOwn(state.variables, variable) ? state.variables[variable] : undefined;
      if (value === undefined) continue;
      values += `${values === '' ? '' : ','}${prefix}${writeJson(value)}`;
    }
    if (context) values += `,${context}`;
    return values === '' ? plain : `${withVariables}${values}}}`;
  };
}

function recordFailed(
  state: ExecutionState,
  subgraph: string,
  paths: readonly PlanPath[],
  { reason, cause }: { readonly reason: string; readonly cause: unknown },
  objects: readonly JsonObject[],
): void {
  recordFailure(state, { subgraph, reason, cause, path: pathAboveLists(paths), reported: 0 }, objects);
}

/** Translates `_entities.<index>.…` to the paths of all objects that the entity stands for. */
function locateEntities(
  state: ExecutionState,
  requested: RequestedEntities,
  paths: readonly PlanPath[],
  rewrites: FetchNode['outputRewrites'],
) {
  const entityPaths = entityPathsAt(state.data, paths, state.budget);
  return ([root, index, ...rest]: ResponsePath): readonly ResponsePath[] => {
    if (root !== '_entities' || typeof index !== 'number') return [];
    const objects = new Set(requested.objects[index]);
    return entityPaths
      .filter(({ object }) => objects.has(object))
      .map((each) => [...each.path, ...toClientNames(rewrites, rest)]);
  };
}

function toClientNames(rewrites: FetchNode['outputRewrites'], path: ResponsePath): ResponsePath {
  return path.map((step) => (typeof step === 'string' ? clientName(rewrites, step) : step));
}

/** The first path up to its first list: the path of an error that concerns all items. */
function pathAboveLists([path = []]: readonly PlanPath[]): ResponsePath {
  const end = path.indexOf('@');
  return end < 0 ? path : path.slice(0, end);
}

/** Each error counts as an object: without a bound, there could be one for each item of a long list. */
function addErrors(state: ExecutionState, errors: readonly ExecutionError[]): void {
  if (!state.budget.takeObjects(errors.length)) return;
  for (const error of errors) state.errors.push(error);
}

/** The number of paths that are reported for one error of a subgraph. */
const MAX_PATHS = 20;

/**
 * A subgraph's errors with their paths in the merged data and the subgraph's name, which masking needs. An
 * error without a code gets DOWNSTREAM_SERVICE_ERROR, which is masked.
 *
 * @param locate translates a path in the subgraph's response
 * @param fallback the path of an error that has none
 */
function locateErrors(
  subgraph: string,
  errors: readonly SubgraphError[],
  locate: LocatePath,
  fallback: ResponsePath,
): readonly ExecutionError[] {
  return errors.flatMap(({ message, path, extensions }) => {
    const located = {
      message: message || `The subgraph "${subgraph}" returned an error without a message`,
      extensions: { code: 'DOWNSTREAM_SERVICE_ERROR', ...extensions, serviceName: subgraph },
    };
    const paths = path ? locate(path).slice(0, MAX_PATHS) : [];
    if (paths.length > 0) return paths.map((each) => ({ ...located, path: each }));
    return [fallback.length > 0 ? { ...located, path: fallback } : located];
  });
}
