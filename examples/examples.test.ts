import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, validate } from 'graphql';
import { describe, expect, test } from 'vitest';
import { readApiSchema } from '../router/testing/api-schema.ts';

const schema = await readApiSchema();

describe('every example is a valid document of the API', () => {
  const names = readdirSync(import.meta.dirname).filter((file) => file.endsWith('.graphql'));
  for (const name of names) {
    test(name, () => {
      expect(validate(schema, parse(readFileSync(join(import.meta.dirname, name), 'utf8')))).toEqual([]);
    });
  }
});
