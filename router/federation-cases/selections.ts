import type { Case } from './testing/case.ts';

/** Selections with nested fragments, aliases, repeated fields, and equal names for different fields. */
export const selections: readonly Case[] = [
  {
    name: 'aliases and fragments',
    subgraphs: {
      a: `
        type Query { user(id: ID = "1"): User users(n: Int): [User!]! pets: [Pet!]! }
        type User @key(fields: "id") { id: ID! name(short: Boolean): String pets: [Pet!]! }
        interface Pet { id: ID! name: String }
        type Dog implements Pet @key(fields: "id") { id: ID! name: String loud: Boolean }
        type Cat implements Pet @key(fields: "id") { id: ID! name: String lives: Int }`,
      b: `
        type User @key(fields: "id") { id: ID! age: Int photo(size: Int): String best: User score: Float name2: String }
        type Dog @key(fields: "id") { id: ID! owner: User weight(unit: String): Int }
        type Cat @key(fields: "id") { id: ID! owner: User weight(unit: String): Int }`,
      c: 'type User @key(fields: "id") { id: ID! email: String dogs: [Dog!]! } type Dog @key(fields: "id") { id: ID! chip: String }',
    },
    data: () => {
      const users: Record<string, unknown>[] = ['1', '2'].map((id) => ({
        __typename: 'User',
        id,
        age: Number(id),
        email: `${id}@x`,
        score: 1.5,
        name2: 'second',
        name: ({ short }: { short?: boolean }) => (short ? `U${id}` : `User ${id}`),
        photo: ({ size }: { size?: number }) => `photo-${id}-${size}`,
      }));
      const [ann, bob] = users;
      const weight = ({ unit }: { unit?: string }) => (unit === 'g' ? 5000 : 5);
      const dog = { __typename: 'Dog', id: '7', name: 'Rex', loud: true, owner: ann, weight, chip: 'c7' };
      const cat = { __typename: 'Cat', id: '8', name: 'Tom', lives: 9, owner: bob, weight };
      for (const user of users)
        Object.assign(user, { best: user === ann ? bob : ann, pets: [dog, cat], dogs: [dog] });
      return {
        entities: [...users, dog, cat],
        root: {
          user: ({ id }: { id: string }) => users.find((each) => each.id === id),
          users,
          pets: [cat, dog],
        },
      };
    },
    operations: [
      {
        name: 'one field by several names',
        query:
          '{ user { a: name(short: true) b: name name(short: false) s: photo(size: 1) l: photo(size: 2) } }',
      },
      {
        name: 'one object by several names',
        query:
          '{ x: user { age } y: user(id: "2") { email age } user(id: 2) { best { email } } z: user(id: "9") { age } }',
      },
      {
        name: 'an alias that is the name of another field',
        query: '{ user { name: age age: name id: email email: id } }',
      },
      { name: 'an alias that is the name of a key', query: '{ user { id: name age email } }' },
      {
        name: 'an alias that is the name of a key, in a list, from elsewhere',
        query: '{ users { id: age best { id: email age name } } }',
      },
      {
        name: '__typename as an alias',
        query: '{ user { __typename id } users { t: __typename u: __typename age } }',
      },
      {
        name: 'an alias that stands for other things in each member',
        query: '{ pets { ... on Dog { x: loud w: weight(unit: "g") } ... on Cat { y: lives w: weight } } }',
      },
      {
        name: 'one name with other arguments in each member',
        query:
          '{ pets { id ... on Dog { weight(unit: "g") owner { photo(size: 1) } } ... on Cat { weight(unit: "kg") owner { photo(size: 2) } } } }',
      },
      {
        name: 'one name for other fields in each member',
        query:
          '{ pets { ... on Dog { v: name o: owner { v: age } } ... on Cat { v: name o: owner { v: age } } } }',
      },
      {
        name: 'one name for key and other in each member',
        query: '{ pets { ... on Dog { id: name chip } ... on Cat { id: name owner { age } } } }',
      },
      {
        name: 'fields twice',
        query: '{ user { age age best { age } best { email } } user { name best { id best { name } } } }',
      },
      {
        name: 'fragments in fragments',
        query:
          '{ user { ...A } } fragment A on User { ...B best { ...B } } fragment B on User { ...C age } fragment C on User { email pets { ...P } } fragment P on Pet { name ... on Dog { chip ...D } } fragment D on Dog { owner { id } weight }',
      },
      {
        name: 'the order of fields',
        query:
          '{ user { email name age id best { score email } pets { ... on Dog { chip name } id } photo } }',
      },
      {
        name: 'the order of fields in fragments',
        query:
          '{ users { ...A name ...B } } fragment A on User { email id } fragment B on User { id age email name score }',
      },
      {
        name: 'deep, there and back',
        query:
          '{ user { best { best { dogs { owner { best { email name dogs { chip owner { age } } } } } } } } }',
      },
      {
        name: 'an inline fragment without a type',
        query: '{ ... { user { ... { age ... on User { email } } } } }',
      },
      {
        name: 'many fields with odd names',
        query:
          '{ _: user { a_: age _id: id constructor: email toString: name proto: score hasOwnProperty: photo } }',
      },
      {
        name: 'aliases that objects have by nature',
        query: '{ user { __proto__: email valueOf: age constructor: name } }',
      },
      {
        name: 'a named operation with unused fragments of other types',
        query:
          'query Named($n: Int) { users(n: $n) { ...X } } fragment X on User { ... on User { ... on User { email } } }',
        variables: { n: 1 },
      },
    ],
  },
];
