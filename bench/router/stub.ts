import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { execute, parse } from 'graphql';
import { onQuestion } from '../child.ts';
import { GRAPHS } from './workloads.ts';

/**
 * `stub.ts NAME PORT`: a subgraph that costs next to nothing. It executes a request once; the same body gets
 * the same bytes again.
 */
const [name, port] = process.argv.slice(2);
const definition = Object.values(GRAPHS)
  .flat()
  .find((each) => each.name === name);
if (!definition) throw new Error(`No subgraph is called ${name}`);
const schema = buildSubgraphSchema({ typeDefs: parse(definition.sdl), resolvers: definition.resolvers });

/**
 * More distinct bodies than any gateway sends for the workloads; varying bodies would show in the figures.
 */
const REMEMBERED = 1_000;
const answers = new Map<string, Buffer>();
let fetches = 0;
const callers = new Set<string>();

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const [only = Buffer.alloc(0), ...more] = chunks;
    void answer(request, more.length === 0 ? only : Buffer.concat(chunks), response);
  });
});

async function answer({ headers }: IncomingMessage, sent: Buffer, response: ServerResponse): Promise<void> {
  fetches += 1;
  if (headers.authorization) callers.add(headers.authorization);
  const body = sent.toString('latin1');
  const bytes = answers.get(body) ?? (await executeOnce(body, sent));
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': bytes.length });
  response.end(bytes);
}

async function executeOnce(key: string, sent: Buffer): Promise<Buffer> {
  const { query, variables, operationName } = JSON.parse(sent.toString());
  const result = await execute({
    schema,
    document: parse(query),
    variableValues: variables,
    operationName,
  });
  const bytes = Buffer.from(JSON.stringify(result));
  if (answers.size < REMEMBERED) answers.set(key, bytes);
  return bytes;
}

/** Requests and distinct callers since the last call. */
export type StubCounts = { readonly fetches: number; readonly callers: number };

onQuestion('counts', (): StubCounts => {
  const counts = { fetches, callers: callers.size };
  fetches = 0;
  callers.clear();
  return counts;
});
server.listen(Number(port), '127.0.0.1');
