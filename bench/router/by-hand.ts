import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { answerBoard, answerRoomName } from './by-hand-board.ts';
import { createSubgraphs } from './by-hand-fetch.ts';
import { answerReviews } from './by-hand-reviews.ts';

/**
 * `by-hand.ts PORT URLS`: hand-written code for the three queries and nothing else, with the same fetches, as
 * parallel as possible, and the merge. No gateway on Node.js can do with less.
 */
const [port, urls = '{}'] = process.argv.slice(2);
const fetchFrom = createSubgraphs(JSON.parse(urls));
const OPERATIONS = new Map([
  ['Board', answerBoard],
  ['RoomName', answerRoomName],
  ['TestQuery', answerReviews],
]);

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    answer(request, Buffer.concat(chunks), response).catch((error: unknown) => {
      response.writeHead(502).end(String(error));
    });
  });
});

async function answer({ headers }: IncomingMessage, sent: Buffer, response: ServerResponse): Promise<void> {
  const { operationName } = JSON.parse(sent.toString());
  const operation = OPERATIONS.get(operationName);
  if (!operation) throw new Error(`No operation is called ${operationName}`);
  const { authorization = '' } = headers;
  const data = await operation((subgraph, body) => fetchFrom(subgraph, body, authorization));
  const body = Buffer.from(JSON.stringify({ data }));
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length });
  response.end(body);
}

server.listen(Number(port), '127.0.0.1');
