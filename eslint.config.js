// The rules on GraphQL files: the schemas, and the operations of examples/. `npm run check` holds them to
// these. TypeScript is checked by Biome.
import graphql from '@graphql-eslint/eslint-plugin';
import { removalDate } from './tools/lint/removal-date.ts';

const { configs, parser, rules } = graphql;
const recommended = configs['flat/schema-recommended'].rules;

export default [
  { ignores: ['schema/supergraph.graphql', 'schema/released.graphql', '**/*.js', '**/*.mjs', '**/*.cjs'] },
  {
    files: ['**/*.graphql'],
    plugins: { '@graphql-eslint': { ...graphql, rules: { ...rules, 'removal-date': removalDate } } },
    languageOptions: {
      parser,
      parserOptions: { graphQLConfig: { schema: 'schema/api.graphql', documents: 'examples/*.graphql' } },
    },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
  },
  {
    // Each of these is read alone: a subgraph's schema is not complete without schema/common.graphql.
    files: ['schema/*.graphql', 'subgraphs/*/schema.graphql'],
    rules: {
      '@graphql-eslint/require-description': [
        'error',
        {
          types: true,
          DirectiveDefinition: true,
          FieldDefinition: true,
          InputValueDefinition: true,
          EnumValueDefinition: true,
        },
      ],
      '@graphql-eslint/description-style': ['error', { style: 'inline' }],
      '@graphql-eslint/no-hashtag-description': 'error',
      '@graphql-eslint/naming-convention': recommended['@graphql-eslint/naming-convention'],
      '@graphql-eslint/no-typename-prefix': 'error',
      '@graphql-eslint/input-name': ['error', { checkInputType: true, caseSensitiveInputType: false }],
      '@graphql-eslint/require-deprecation-reason': 'error',
      '@graphql-eslint/removal-date': 'error',
      '@graphql-eslint/unique-enum-value-names': 'error',
      '@graphql-eslint/unique-field-definition-names': 'error',
      '@graphql-eslint/unique-type-names': 'error',
    },
  },
  {
    files: ['schema/api.graphql'],
    rules: {
      '@graphql-eslint/no-unreachable-types': 'error',
      '@graphql-eslint/no-scalar-result-type-on-mutation': 'error',
      // A service that is down must not take down the fields of others.
      '@graphql-eslint/require-nullable-result-in-root': 'error',
      '@graphql-eslint/relay-page-info': 'error',
      '@graphql-eslint/relay-connection-types': 'error',
      // Lists that are short by nature are no connections, and ids carry no type (docs/adr/0007).
      '@graphql-eslint/relay-edge-types': [
        'error',
        { listTypeCanWrapOnlyEdgeType: false, shouldImplementNode: false },
      ],
      // Connections are paged forward.
      '@graphql-eslint/relay-arguments': ['error', { includeBoth: false }],
    },
  },
  {
    files: ['examples/*.graphql'],
    rules: configs['flat/operations-recommended'].rules,
  },
];
