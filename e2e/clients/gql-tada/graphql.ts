import { initGraphQLTada } from 'gql.tada';
import type { introspection } from './introspection.generated.d.ts';

export const graphql = initGraphQLTada<{
  introspection: introspection;
  scalars: { CurrencyCode: string; DateTime: string; MinorUnits: number; TimeZone: string };
}>();

export { readFragment } from 'gql.tada';
