import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSchema, parse as parseDocument, validate } from 'graphql';
import { expect, test } from 'vitest';
import { parse } from 'yaml';

const ROOT = join(import.meta.dirname, '..');
const read = (file: string) => readFileSync(join(ROOT, file), 'utf8');
const story: readonly { readonly title: string; readonly document: string }[] = parse(
  read('examples/story.yaml'),
);

test('the documents of the README are the first tabs of the story', () => {
  const documents = [...read('README.md').matchAll(/```graphql\n(.*?)```/gs)].map(([, text]) => text);
  expect(story.slice(0, documents.length).map(({ document }) => document)).toEqual(documents);
});

test.each(story)('the document of “$title” is valid', ({ document }) => {
  expect(validate(buildSchema(read('schema/api.graphql')), parseDocument(document))).toEqual([]);
});
