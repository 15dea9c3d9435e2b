import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ApolloGateway } from '@apollo/gateway';
import { parse, validate } from 'graphql';
import { describe, expect, test } from 'vitest';

const silent = { debug() {}, info() {}, warn() {}, error() {} };
const supergraphSdl = readFileSync(join(import.meta.dirname, '../schema/supergraph.graphql'), 'utf8');
const gateway = new ApolloGateway({ supergraphSdl, logger: silent });
const { schema } = await gateway.load();
await gateway.stop();

describe('every example is a valid document of the API', () => {
  const names = readdirSync(import.meta.dirname).filter((file) => file.endsWith('.graphql'));
  for (const name of names) {
    test(name, () => {
      expect(validate(schema, parse(readFileSync(join(import.meta.dirname, name), 'utf8')))).toEqual([]);
    });
  }
});
