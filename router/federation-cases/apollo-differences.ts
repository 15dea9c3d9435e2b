import type { Response } from './testing/case.ts';

/** The wrong parts of a response, with the cause. */
export type Difference = Partial<Response> & { readonly why: string };

const ALIAS = 'an alias with the name of a key or required field is mistaken for that field';
const KEYS = 'an unresolvable key is used to return to a subgraph';
const ARGUMENTS = 'a required field is not distinguished from the same field with other arguments';
const UNREACHABLE = 'one field that no subgraph can resolve rejects the whole operation';
const LABELS = 'labels of @override are ignored';
const SILENT = 'nulls at non-null positions have no error';
const PLACE = 'the error of an entity has the path of another';
const AWAY = 'the error has no path';
const INSIDE = 'the error has the path of a field that the client did not select';
const ORDER = 'fields of a mutation are fetched after later mutations';
const CONDITIONS = 'a condition also leaves out fields that do not depend on it';
const CONTRADICTION = 'an object without remaining selections is not fetched';
const MEMBERS = 'members that were not selected are represented without their key';
const SPREAD = 'fragments that are spread twice under conditions are taken for two fields of one name';
const MIXED = 'members with fewer selections are not represented';
const IMPOSSIBLE = 'a selection that no type satisfies fails the whole operation';
const ELSEWHERE =
  'a fragment on an abstract type that the subgraph of an interface object lacks fails the whole operation';
const MORE = 'errors of abandoned values are reported too';
const SKIPPED = 'selections with "@include(if: false)" are fetched, and their errors are reported';
const WHOLE = 'one value of a wrong type discards the whole response of its subgraph';
const NULL_NAME = 'null for an argument of __type that takes none fails the whole operation';
const CONTEXT = 'supergraphs with @context are rejected';

/**
 * The wrong responses of Apollo Gateway, by case and operation; all others are right. The tests fail when
 * this changes. docs/router/graphs.md has a summary.
 */
export const apolloDifferences: Readonly<Record<string, Difference>> = {
  'a key of several fields: the key under other names': {
    data: {
      flights: [
        { carrier: 'OS', number: 100, seats: 'OS' },
        { carrier: 'OS', number: 50, seats: 'OS' },
        { carrier: 'LH', number: 200, seats: 'LH' },
      ],
    },
    why: ALIAS,
  },
  'keys that only name and keys that find, overlapping: a required field between': {
    data: { sign: null },
    errors: ['sign.rooms.@._entities'],
    why: KEYS,
  },
  'keys that only name and keys that find, overlapping: only what requires': {
    data: { sign: null },
    errors: ['sign.rooms.@._entities'],
    why: KEYS,
  },
  'required fields: under other names': { data: null, why: ALIAS },
  'required fields: one of them under a condition': {
    data: {
      stocked: [
        { weight: 3, shipping: null },
        { weight: 4, shipping: null },
        { weight: null, shipping: null },
      ],
    },
    why: CONDITIONS,
  },
  'required fields: parts of one of them under a condition': {
    data: {
      stocked: [
        { label: 'undefined:10', size: {} },
        { label: 'undefined:500', size: {} },
        { label: 'undefined:null', size: null },
      ],
    },
    why: CONDITIONS,
  },
  'a required field with arguments: the client asks with another': {
    data: {
      products: [
        { price: 22, estimate: 22 },
        { price: 44, estimate: 88 },
      ],
    },
    why: ARGUMENTS,
  },
  'a required field with arguments: the client asks with a variable': {
    data: {
      products: [
        { estimate: 11, price: 11 },
        { estimate: 44, price: 22 },
      ],
    },
    why: ARGUMENTS,
  },
  'two fields that require one with different arguments: both at once': {
    data: {
      products: [
        { upc: '1', inUsd: 22, inEur: 22, dear: false },
        { upc: '2', inUsd: 44, inEur: 44, dear: true },
      ],
    },
    why: ARGUMENTS,
  },
  'two fields that require one with different arguments: both, and a third from the client': {
    data: {
      products: [
        { inUsd: 22, inEur: 22, price: 22 },
        { inUsd: 44, inEur: 44, price: 44 },
      ],
    },
    why: ARGUMENTS,
  },
  '@interfaceObject with @requires: of one member, and for all what it requires': {
    data: { accounts: [{ name: 'Ann' }, { name: 'Bob', greeting: null }] },
    errors: ['accounts.@._entities'],
    why: MEMBERS,
  },
  '@interfaceObject with @requires: of members under conditions that exclude each other': {
    data: { nodes: [{}, {}] },
    why: CONDITIONS,
  },
  'interface objects that cannot be resolved: where nobody can resolve it': {
    data: null,
    errors: ['-'],
    why: UNREACHABLE,
  },
  'an interface with a key and its members in one subgraph: of one member, over the interface and back': {
    data: null,
    errors: ['mine.@._entities'],
    why: MEMBERS,
  },
  '@override with a label: all and none of the requests': {
    data: {
      things: [
        { size: -1, never: 9 },
        { size: -1, never: 9 },
      ],
    },
    why: LABELS,
  },
  'enums that differ between subgraphs: a value that clients must not see': { errors: [], why: SILENT },
  'a non-null field of another subgraph: up to the root': { errors: [], why: SILENT },
  'errors of resolvers: of a non-null field among others and nulls': {
    errors: ['members.2.must'],
    why: PLACE,
  },
  'a reference to nothing, and a subgraph that is away: nullable fields of the one that is away': {
    errors: ['-'],
    why: AWAY,
  },
  'a reference to nothing, and a subgraph that is away: non-null fields of the one that is away': {
    errors: ['-'],
    why: AWAY,
  },
  'a reference to nothing, and a subgraph that is away: both are non-null': { errors: ['-'], why: AWAY },
  'an unavailable subgraph: its root fields': { errors: ['-'], why: AWAY },
  'an unavailable subgraph: its fields of entities': { errors: ['-'], why: AWAY },
  'an unavailable subgraph: its non-null fields': { errors: ['-'], why: AWAY },
  'a required field that fails: and that nobody asked for': { errors: ['items.0.price'], why: INSIDE },
  '@skip and @include: nothing is left by variables': {
    data: { other: 1, product: null },
    why: CONTRADICTION,
  },
  '@skip and @include: one of two that require, and one that does not (true, true)': {
    data: {
      stock: [
        { price: null, worth: null, name: null },
        { price: null, worth: null, name: null },
      ],
    },
    why: CONDITIONS,
  },
  '@skip and @include: one of two that require, and one that does not (false, true)': {
    data: {
      stock: [
        { price: null, name: null },
        { price: null, name: null },
      ],
    },
    why: CONDITIONS,
  },
  '@skip and @include: one that requires, twice (false, false)': {
    data: { stock: [{ price: null }, { price: null }] },
    why: CONDITIONS,
  },
  'mutations of several subgraphs: what is fetched belongs to its mutation': {
    data: {
      add: { seen: 'add:n Aafter seen', price: 5 },
      noteA: 'add:n Aafter',
      touch: { name: 'first', seen: 'add:n Aafter seen touch seen', dear: true },
    },
    why: ORDER,
  },
  'aliases and fragments: an alias that is the name of a key': {
    data: { user: { id: '1', age: 1, email: '1@x' } },
    why: ALIAS,
  },
  'aliases and fragments: one name for key and other in each member': {
    data: {
      pets: [
        { id: '8', owner: { age: 2 } },
        { id: '7', chip: 'c7' },
      ],
    },
    why: ALIAS,
  },
  '__typename and __schema: null for the name of a type, through a variable with a default': {
    data: null,
    errors: ['-'],
    why: NULL_NAME,
  },
  '@fromContext: of the object above': { data: null, errors: ['-'], why: CONTEXT },
  '@fromContext: of one': { data: null, errors: ['-'], why: CONTEXT },
  '@fromContext of another subgraph: fetched first': { data: null, errors: ['-'], why: CONTEXT },
  '@fromContext of another subgraph: and asked for': { data: null, errors: ['-'], why: CONTEXT },
  'keys of which each subgraph resolves another: all of it, under the names of keys': {
    data: {
      things: [
        { id: 0, code: 0, region: { serial: 'r' }, serial: 's0' },
        null,
        { id: 10, code: 1, region: { serial: 'q' }, serial: 's1' },
        { id: 0, code: 0, region: { serial: 'r' }, serial: 's0' },
      ],
    },
    why: ALIAS,
  },
  'requirements across three subgraphs and back: with parts of it under other names': {
    data: null,
    errors: ['-'],
    why: ALIAS,
  },
  'two fields that require one with different arguments: both, in a fragment that is used twice': {
    data: null,
    errors: ['-', '-', '-'],
    why: SPREAD,
  },
  'interface objects with fragments of all kinds: what requires for one member, what does not for all': {
    data: {
      nodes: [
        { lives: 9, rating: null },
        { label: 'l null', rating: null },
        { lives: 9, rating: null },
      ],
    },
    why: MIXED,
  },
  'interface objects with fragments of all kinds: over a union to what it cannot be': {
    data: null,
    errors: ['-'],
    why: IMPOSSIBLE,
  },
  'interface objects with fragments on other abstract types: on a union': {
    data: null,
    errors: ['-'],
    why: ELSEWHERE,
  },
  'interface objects with fragments on other abstract types: on a union of all': {
    data: null,
    errors: ['-'],
    why: ELSEWHERE,
  },
  'interface objects with fragments on other abstract types: on an interface of some': {
    data: null,
    errors: ['-'],
    why: ELSEWHERE,
  },
  'interface objects with fragments on other abstract types: on an interface of the interface': {
    data: null,
    errors: ['-'],
    why: ELSEWHERE,
  },
  'interface objects with fragments on other abstract types: on all of them, with conditions': {
    data: null,
    errors: ['-'],
    why: ELSEWHERE,
  },
  'failing fields under several names: of an entity, after a nullable one': {
    errors: ['user.a', 'user.b', 'user.c'],
    why: MORE,
  },
  'errors through lists of entities: in lists of lists': {
    errors: ['deep.0.0.boss.age', 'deep.0.0.rank', 'deep.2.1.boss.nick'],
    why: MORE,
  },
  'errors through lists of entities: of two subgraphs': {
    errors: ['teams.0.boss.scores.1', 'teams.1.boss.age', 'teams.1.rank'],
    why: MORE,
  },
  'errors through lists of entities: not of what the document skips': {
    errors: ['loose.0.members.1.flags', 'loose.1.boss.flags'],
    why: SKIPPED,
  },
  'a subgraph that returns too few entities: all are null': { errors: ['-'], why: AWAY },
  'a subgraph that returns no entities: all are null': { errors: ['-'], why: AWAY },
  'a subgraph that does not respond with GraphQL: it is unavailable': { errors: [], why: SILENT },
  'a subgraph that returns values of wrong types: they are null': {
    data: {
      users: [
        { name: 'n1', age: null },
        { name: 'n2', age: null },
        { name: 'n3', age: null },
      ],
    },
    errors: ['-'],
    why: WHOLE,
  },
  'a subgraph that returns values of wrong types: in lists and objects': {
    data: null,
    errors: ['-'],
    why: WHOLE,
  },
  'a subgraph whose errors say odd places: they are told as near as can be': {
    errors: ['-', '-', 'age', 'users.1.unknown.below', 'users.@.a.g.e'],
    why: AWAY,
  },
  'variables inside of inputs, with required fields: defaults': {
    data: {
      search: [
        { asked: '{"by":{"text":"all"}}', raw: '1 {}', shown: '1 {} {"n":1}' },
        { asked: '{"by":{"text":"all"}}', raw: '2 {}', shown: '2 {} {"n":1}' },
      ],
    },
    why: ARGUMENTS,
  },
  'variables inside of inputs, with required fields: nested variables': {
    data: {
      search: [
        {
          asked:
            '{"by":{"text":"t","options":{"tags":["a","b"],"depth":3,"next":{"depth":3,"next":{"depth":null}}}}}',
          raw: '1 {"by":{"text":"req","options":{"depth":3,"next":{"depth":3,"next":{"depth":null}}}}}',
          shown:
            '1 {"by":{"text":"req","options":{"depth":3,"next":{"depth":3,"next":{"depth":null}}}}} {"by":{"text":"t","options":{"tags":["a","b"],"depth":3}},"n":2}',
        },
        {
          asked:
            '{"by":{"text":"t","options":{"tags":["a","b"],"depth":3,"next":{"depth":3,"next":{"depth":null}}}}}',
          raw: '2 {"by":{"text":"req","options":{"depth":3,"next":{"depth":3,"next":{"depth":null}}}}}',
          shown:
            '2 {"by":{"text":"req","options":{"depth":3,"next":{"depth":3,"next":{"depth":null}}}}} {"by":{"text":"t","options":{"tags":["a","b"],"depth":3}},"n":2}',
        },
      ],
    },
    why: ARGUMENTS,
  },
};
