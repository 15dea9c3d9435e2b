import type { FetchDataRewrite, QueryPlanFieldNode, QueryPlanSelectionNode } from '@apollo/query-planner';
import { isInherited, isJsonObject, type JsonObject, ownValue, quote } from '../../graphql/json.ts';
import type { Types } from '../../supergraph/types.ts';

/**
 * An entity's representation as JSON text; undefined when something that it needs is missing.
 *
 * @param isPlain it is known that no text in the entity needs escaping
 */
export type Represent = (entity: JsonObject, isPlain: boolean) => string | undefined;

export type Representations = {
  readonly represent: Represent;
  /** A text that two entities of one type share only if their representations are equal; undefined when there is none. */
  readonly identify: (entity: JsonObject) => string | undefined;
};

/** What is worked out for one type: its representations, and the field that alone makes the difference between them. */
type OfType = { readonly represent: Represent; readonly key: string | undefined };

/** A rewrite, and what is left of its path below the present level. */
type Rewrite = { readonly rewrite: FetchDataRewrite; readonly path: readonly string[] };

type Part = {
  readonly name: string;
  /** `"name":` with what stands before it. */
  readonly prefix: string;
  /** Stands there whatever the entity says. */
  readonly constant: string | undefined;
  readonly nested: Represent | undefined;
  readonly isInherited: boolean;
};

const FRAGMENT = '... on ';

/**
 * Compiles a fetch's `requires` and `inputRewrites` to a function that writes representations. What holds for a type
 * is worked out when the first entity of that type comes.
 */
export function compileRepresentation(
  requires: readonly QueryPlanSelectionNode[],
  rewrites: readonly FetchDataRewrite[],
  types: Types,
): Representations {
  const level = compileLevel(
    requires,
    rewrites.map((rewrite) => ({ rewrite, path: rewrite.path })),
    types,
  );
  return {
    represent: (entity, isPlain) =>
      typeof entity.__typename === 'string' ? level(entity).represent(entity, isPlain) : undefined,
    identify(entity) {
      const { key } = level(entity);
      const value = key === undefined ? undefined : entity[key];
      return typeof value === 'string' ? value : undefined;
    },
  };
}

function compileLevel(
  selections: readonly QueryPlanSelectionNode[],
  rewrites: readonly Rewrite[],
  types: Types,
): (value: JsonObject) => OfType {
  const byType = new Map<string | undefined, OfType>();
  return (value) => {
    const type = typeof value.__typename === 'string' ? value.__typename : undefined;
    const known = byType.get(type);
    if (known) return known;
    const fresh = compileForType(groupsOf(selections, type, types), rewrites, type, types);
    // Only names of types are remembered, so that what subgraphs make up takes no memory.
    if (type === undefined || types.isObject(type)) byType.set(type, fresh);
    return fresh;
  };
}

/** The fields of one fragment, and which group the fragment stands in. */
type Group = { readonly fields: readonly QueryPlanFieldNode[]; readonly within: Group | undefined };

/**
 * What one fragment asks for is written whole or not at all: the planner puts what only some of a fetch's fields require, and
 * may be left out by `@skip`, into fragments of their own.
 */
function compileForType(
  groups: readonly Group[],
  rewrites: readonly Rewrite[],
  type: string | undefined,
  types: Types,
): OfType {
  const partsFor = (some: readonly Group[]) => {
    const fields = some.flatMap((each) => each.fields);
    return partsOf(fields, rewrites, type, types);
  };
  const writeGroups = (some: readonly Group[]) => writeParts(partsFor(some));
  const parts = partsFor(groups);
  const writeAll = writeParts(parts);
  const filled = groups.filter(({ fields }) => fields.length > 0);
  if (filled.length < 2) return { represent: writeAll, key: onlyKey(parts) };
  const single = groups.map((group) => [group, writeGroups([group])] as const);
  const represent: Represent = (value, isPlain) => {
    const text = writeAll(value, isPlain);
    if (text !== undefined) return text;
    const whole = new Set<Group>();
    for (const [group, write] of single) {
      const stands = group.within === undefined || whole.has(group.within);
      if (stands && (group.fields.length === 0 || write(value, isPlain) !== undefined)) whole.add(group);
    }
    return writeGroups([...whole])(value, isPlain);
  };
  return { represent, key: undefined };
}

function onlyKey(parts: readonly Part[]): string | undefined {
  const [part, ...more] = parts.filter(({ constant }) => constant === undefined);
  return part && more.length === 0 && !part.nested && !part.isInherited ? part.name : undefined;
}

function writeParts(parts: readonly Part[]): Represent {
  return (value, isPlain) => {
    let text = '';
    for (const part of parts) {
      const { constant, name } = part;
      if (constant !== undefined) {
        text += constant;
        continue;
      }
      const written = write(part.isInherited ? ownValue(value, name) : value[name], part.nested, isPlain);
      if (written === undefined) return undefined;
      text += part.prefix + written;
    }
    return text === '' ? undefined : `${text}}`;
  };
}

function partsOf(
  selected: readonly QueryPlanFieldNode[],
  rewrites: readonly Rewrite[],
  type: string | undefined,
  types: Types,
): readonly Part[] {
  const fields = new Map<string, QueryPlanSelectionNode[]>();
  for (const { alias, name, selections = [] } of selected) {
    const known = fields.get(alias ?? name);
    if (known) known.push(...selections);
    else fields.set(alias ?? name, [...selections]);
  }
  const here = rewrites.flatMap((each) => applying(each, type, types));
  const parts = new Map<string, Omit<Part, 'prefix'>>();
  for (const [name, nested] of fields) {
    const below = here.flatMap(({ rewrite, path }) =>
      path.length > 1 && path[0] === name ? [{ rewrite, path: path.slice(1) }] : [],
    );
    let output = name;
    let constant = name === '__typename' && type !== undefined ? JSON.stringify(type) : undefined;
    for (const { rewrite, path } of here) {
      if (path.length !== 1 || path[0] !== name) continue;
      if (rewrite.kind === 'KeyRenamer') output = rewrite.renameKeyTo;
      else constant = JSON.stringify(rewrite.setValueTo);
    }
    // What was renamed replaces what had the name before.
    if (output === name && parts.has(name)) continue;
    parts.set(output, {
      name,
      constant,
      nested: nested.length > 0 ? compileNested(nested, below, types) : undefined,
      isInherited: isInherited(name),
    });
  }
  return [...parts].map(([output, part], index) => {
    const prefix = `${index === 0 ? '{' : ','}${JSON.stringify(output)}:`;
    return { ...part, prefix, constant: part.constant === undefined ? undefined : prefix + part.constant };
  });
}

function compileNested(
  selections: readonly QueryPlanSelectionNode[],
  rewrites: readonly Rewrite[],
  types: Types,
): Represent {
  const level = compileLevel(selections, rewrites, types);
  return (value, isPlain) => level(value).represent(value, isPlain);
}

/** The groups of fields that hold for a type; one comes after the one that it stands in. */
function groupsOf(
  selections: readonly QueryPlanSelectionNode[],
  type: string | undefined,
  types: Types,
  within?: Group,
): readonly Group[] {
  const own: Group = { fields: selections.filter((each) => each.kind === 'Field'), within };
  const nested = selections.flatMap((each) => {
    if (each.kind === 'Field') return [];
    const { typeCondition } = each;
    const holds = typeCondition === undefined || (type !== undefined && types.isOfType(type, typeCondition));
    return holds ? groupsOf(each.selections, type, types, own) : [];
  });
  return own.fields.length > 0 || nested.length > 0 ? [own, ...nested] : [];
}

/** A rewrite without the type conditions that its path begins with; nothing when they do not hold. */
function applying({ rewrite, path }: Rewrite, type: string | undefined, types: Types): readonly Rewrite[] {
  let start = 0;
  for (; path[start]?.startsWith(FRAGMENT); start += 1) {
    const condition = path[start]?.slice(FRAGMENT.length) ?? '';
    if (type !== undefined && !types.isOfType(type, condition)) return [];
  }
  return [{ rewrite, path: path.slice(start) }];
}

function write(value: unknown, nested: Represent | undefined, isPlain: boolean): string | undefined {
  if (typeof value === 'string') return quote(value, isPlain);
  if (value === undefined) return undefined;
  if (value === null || nested === undefined) return JSON.stringify(value);
  if (Array.isArray(value)) {
    let text = '';
    for (const item of value) {
      const written = write(item, nested, isPlain);
      if (written === undefined) return undefined;
      text += text === '' ? written : `,${written}`;
    }
    return `[${text}]`;
  }
  return isJsonObject(value) ? nested(value, isPlain) : JSON.stringify(value);
}
