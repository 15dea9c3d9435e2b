import type { FetchDataRewrite, QueryPlanFieldNode, QueryPlanSelectionNode } from '@apollo/query-planner';
import { writeJson } from '../../../platform/json.ts';
import { isRecord } from '../../../platform/type-guards.ts';
import { isInherited, type JsonObject, ownValue, quote } from '../../graphql/json.ts';
import type { TypeRelations } from '../../supergraph/type-relations.ts';

/**
 * Writes an entity's representation as JSON text; undefined when a required field is missing.
 *
 * @param isPlain no string in the entity needs escaping
 */
export type Represent = (entity: JsonObject, isPlain: boolean) => string | undefined;

export type Representations = {
  readonly represent: Represent;
  /**
   * Returns a key: entities of one type with equal keys have equal representations. Undefined when there is
   * none.
   */
  readonly identify: (entity: JsonObject) => string | undefined;
};

/** The writer for one type, and the only field in which its representations differ, if there is just one. */
type TypeWriter = { readonly represent: Represent; readonly key: string | undefined };

/** A rewrite, and the rest of its path below the current level. */
type Rewrite = { readonly rewrite: FetchDataRewrite; readonly path: readonly string[] };

type Member = {
  readonly name: string;
  /** `{` or `,`, followed by `"name":`. */
  readonly prefix: string;
  /** The member's text when it does not depend on the entity. */
  readonly constant: string | undefined;
  readonly nested: Represent | undefined;
  readonly isInherited: boolean;
};

const FRAGMENT = '... on ';

/**
 * Compiles a fetch's `requires` and `inputRewrites` to a writer of representations. The writer for a type is
 * compiled when the first entity of the type arrives.
 */
export function compileRepresentation(
  requires: readonly QueryPlanSelectionNode[],
  rewrites: readonly FetchDataRewrite[],
  types: TypeRelations,
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
  types: TypeRelations,
): (value: JsonObject) => TypeWriter {
  const byType = new Map<string | undefined, TypeWriter>();
  return (value) => {
    const type = typeof value.__typename === 'string' ? value.__typename : undefined;
    const known = byType.get(type);
    if (known) return known;
    const fresh = compileForType(groupsOf(selections, type, types), rewrites, type, types);
    // Only names of types are kept: values that subgraphs invent must not use up memory.
    if (type === undefined || types.isObject(type)) byType.set(type, fresh);
    return fresh;
  };
}

/** The fields of one fragment, and the fragment that contains it. */
type FieldGroup = { readonly fields: readonly QueryPlanFieldNode[]; readonly within: FieldGroup | undefined };

/**
 * The fields of a fragment are written all or none: the planner puts requirements of single fields of a
 * fetch, which `@skip` may have left out, into fragments of their own.
 */
function compileForType(
  groups: readonly FieldGroup[],
  rewrites: readonly Rewrite[],
  type: string | undefined,
  types: TypeRelations,
): TypeWriter {
  const membersFor = (some: readonly FieldGroup[]) => {
    const fields = some.flatMap((each) => each.fields);
    return membersOf(fields, rewrites, type, types);
  };
  const writeGroups = (some: readonly FieldGroup[]) => writeMembers(membersFor(some));
  const members = membersFor(groups);
  const writeAll = writeMembers(members);
  const filled = groups.filter(({ fields }) => fields.length > 0);
  if (filled.length < 2) return { represent: writeAll, key: onlyKey(members) };
  const single = groups.map((group) => [group, writeGroups([group])] as const);
  const represent: Represent = (value, isPlain) => {
    const text = writeAll(value, isPlain);
    if (text !== undefined) return text;
    const whole = new Set<FieldGroup>();
    for (const [group, write] of single) {
      const applies = group.within === undefined || whole.has(group.within);
      if (applies && (group.fields.length === 0 || write(value, isPlain) !== undefined)) whole.add(group);
    }
    return writeGroups([...whole])(value, isPlain);
  };
  return { represent, key: undefined };
}

function onlyKey(members: readonly Member[]): string | undefined {
  const [member, ...more] = members.filter(({ constant }) => constant === undefined);
  return member && more.length === 0 && !member.nested && !member.isInherited ? member.name : undefined;
}

function writeMembers(members: readonly Member[]): Represent {
  return (value, isPlain) => {
    let text = '';
    for (const member of members) {
      const { constant, name } = member;
      if (constant !== undefined) {
        text += constant;
        continue;
      }
      const written = write(member.isInherited ? ownValue(value, name) : value[name], member.nested, isPlain);
      if (written === undefined) return undefined;
      text += member.prefix + written;
    }
    return text === '' ? undefined : `${text}}`;
  };
}

function membersOf(
  selected: readonly QueryPlanFieldNode[],
  rewrites: readonly Rewrite[],
  type: string | undefined,
  types: TypeRelations,
): readonly Member[] {
  const fields = new Map<string, QueryPlanSelectionNode[]>();
  for (const { alias, name, selections = [] } of selected) {
    const known = fields.get(alias ?? name);
    if (known) known.push(...selections);
    else fields.set(alias ?? name, [...selections]);
  }
  const here = rewrites.flatMap((each) => applicable(each, type, types));
  const members = new Map<string, Omit<Member, 'prefix'>>();
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
    // A renamed field replaces the field that had its name.
    if (output === name && members.has(name)) continue;
    members.set(output, {
      name,
      constant,
      nested: nested.length > 0 ? compileNested(nested, below, types) : undefined,
      isInherited: isInherited(name),
    });
  }
  return [...members].map(([output, member], index) => {
    const prefix = `${index === 0 ? '{' : ','}${JSON.stringify(output)}:`;
    return {
      ...member,
      prefix,
      constant: member.constant === undefined ? undefined : prefix + member.constant,
    };
  });
}

function compileNested(
  selections: readonly QueryPlanSelectionNode[],
  rewrites: readonly Rewrite[],
  types: TypeRelations,
): Represent {
  const level = compileLevel(selections, rewrites, types);
  return (value, isPlain) => level(value).represent(value, isPlain);
}

/** The groups of fields that apply to a type; each follows the group that contains it. */
function groupsOf(
  selections: readonly QueryPlanSelectionNode[],
  type: string | undefined,
  types: TypeRelations,
  within?: FieldGroup,
): readonly FieldGroup[] {
  const own: FieldGroup = { fields: selections.filter((each) => each.kind === 'Field'), within };
  const nested = selections.flatMap((each) => {
    if (each.kind === 'Field') return [];
    const { typeCondition } = each;
    const applies =
      typeCondition === undefined || (type !== undefined && types.isOfType(type, typeCondition));
    return applies ? groupsOf(each.selections, type, types, own) : [];
  });
  return own.fields.length > 0 || nested.length > 0 ? [own, ...nested] : [];
}

/** Removes the leading type conditions of a rewrite's path; empty when one of them does not apply. */
function applicable(
  { rewrite, path }: Rewrite,
  type: string | undefined,
  types: TypeRelations,
): readonly Rewrite[] {
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
  if (value === null || nested === undefined) return writeScalar(value);
  if (Array.isArray(value)) {
    let text = '';
    for (const item of value) {
      const written = write(item, nested, isPlain);
      if (written === undefined) return undefined;
      text += text === '' ? written : `,${written}`;
    }
    return `[${text}]`;
  }
  return isRecord(value) ? nested(value, isPlain) : writeScalar(value);
}

/** A number that JSON does not have is no value of a required field. */
function writeScalar(value: unknown): string | undefined {
  return typeof value === 'number' && !Number.isFinite(value) ? undefined : writeJson(value);
}
