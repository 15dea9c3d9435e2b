import type { Random } from '../../platform/random.ts';

/** Bytes that a client sends on one connection, in parts. Other clients are served between them. */
export type RandomInput = { readonly kind: string; readonly parts: readonly Buffer[] };

/** Draws the input of one client: of HTTP or of a WebSocket, well-formed or not. */
export function drawInput(random: Random): RandomInput {
  const [kind, draw] = random.pick(KINDS);
  return { kind, parts: draw(random).map((part) => (typeof part === 'string' ? Buffer.from(part) : part)) };
}

type Draw = (random: Random) => readonly (string | Buffer)[];

const KINDS: readonly (readonly [string, Draw])[] = [
  [
    'a document of random tokens',
    (random) => [post(random, JSON.stringify({ query: drawDocument(random) }))],
  ],
  ['odd JSON', (random) => [post(random, drawJson(random, DEEPEST))]],
  ['odd variables', (random) => [post(random, drawRequest(random))]],
  ['odd headers', (random) => [drawHead(random, random.pick(METHODS), ''), drawBytes(random)]],
  ['a body in parts', drawParts],
  ['pipelined requests', (random) => [post(random, drawRequest(random)).repeat(random.between(2, 40))]],
  ['a query string', (random) => [`GET /graphql?${drawSearch(random)} HTTP/1.1\r\nHost: localhost\r\n\r\n`]],
  ['no HTTP', (random) => [drawBytes(random)]],
  ['messages in any order', (random) => [handshake(random), ...drawMessages(random)]],
  ['random frames', (random) => [handshake(random), ...repeat(random, 6, () => drawFrame(random))]],
  ['frames with the handshake', (random) => [`${handshake(random)}${drawMessage(random)}`]],
  ['a message in fragments', (random) => [handshake(random), ...fragmentsOf(random, drawMessage(random))]],
  ['pings', (random) => [handshake(random), ...repeat(random, 200, () => drawPing(random))]],
];

const DEEPEST = 6;
const METHODS = [
  'POST',
  'GET',
  'OPTIONS',
  'HEAD',
  'PUT',
  'DELETE',
  'TRACE',
  'PRI',
  'get',
  'CONNECT',
] as const;

/** Texts that programs often handle wrongly. */
const ODD_TEXTS = [
  '',
  '\u0000',
  '\ud800',
  '\udfff\ud800',
  '\u2028',
  '__proto__',
  'constructor',
  'toString',
  '𝒳'.repeat(50),
  ' Did you mean '.repeat(200),
  'a'.repeat(20_000),
] as const;

/** JSON that is valid, or nearly so. */
const ODD_JSON = [
  '1e400',
  '-0',
  '1e-400',
  '9007199254740993',
  `${'9'.repeat(400)}`,
  'NaN',
  '"\\ud800"',
  '"\\u0000"',
  '{"__proto__":{"a":1},"constructor":{"prototype":1}}',
  '{"a":1,"a":2}',
  '[,]',
  '',
  'null',
  'true',
  '{',
  '"',
] as const;

const TOKENS = [
  ...words('{ } { } ( ) [ ] : ! = @ $ | & ... , # " """'),
  ...words('query mutation subscription fragment on type null true 1 -1 1e400 "x"'),
  ...words('crates crate id label stockTotal broken __typename __schema types name X'),
  ...words('$v ID! @skip @include(if:$v) @defer crate(id:"1"){id} ...F'),
  '\n',
  '\ufeff',
];

function words(text: string): readonly string[] {
  return text.split(' ');
}

function repeat<T>(random: Random, most: number, draw: () => T): readonly T[] {
  return Array.from({ length: random.between(1, most) }, draw);
}

function drawDocument(random: Random): string {
  const text = repeat(random, 60, () => random.pick(TOKENS)).join(' ');
  return random.happens(0.1) ? nested('{a', '}', random.between(1, 5_000)) : text;
}

function nested(open: string, close: string, depth: number): string {
  return open.repeat(depth) + close.repeat(depth);
}

function drawJson(random: Random, depth: number): string {
  const inner = () => drawJson(random, depth - 1);
  switch (
    random.pick(depth > 0 ? (['list', 'object', 'deep', 'odd', 'text'] as const) : (['odd', 'text'] as const))
  ) {
    case 'list':
      return `[${repeat(random, 4, inner).join(',')}]`;
    case 'object':
      return `{${repeat(random, 4, () => `${JSON.stringify(drawKey(random))}:${inner()}`).join(',')}}`;
    case 'deep':
      return random.happens(0.2) ? nested('[', ']', random.between(1, 20_000)) : inner();
    case 'odd':
      return random.pick(ODD_JSON);
    case 'text':
      return JSON.stringify(random.pick(ODD_TEXTS));
  }
}

function drawKey(random: Random): string {
  const known = [
    'query',
    'variables',
    'operationName',
    'extensions',
    'persistedQuery',
    'sha256Hash',
    'version',
  ];
  return random.happens(0.7) ? random.pick(known) : random.pick(ODD_TEXTS);
}

/** A request whose document is valid, with odd values elsewhere. */
function drawRequest(random: Random): string {
  const query = 'query Q($id: ID!, $text: String) { crate(id: $id) { id label } invalid(text: $text) }';
  const odd = () => drawJson(random, DEEPEST);
  return `{"query":${JSON.stringify(query)},"variables":{"id":${odd()},"text":${odd()}},"extensions":${odd()}}`;
}

const HEADERS = [
  'accept',
  'authorization',
  'content-encoding',
  'content-type',
  'expect',
  'origin',
  'traceparent',
];
const MORE_HEADERS = [
  'transfer-encoding',
  'upgrade',
  'x-correlation-id',
  'x-forwarded-for',
  'connection',
  'cookie',
];
const HEADER_VALUES = [
  'text/event-stream',
  'multipart/mixed; deferSpec=20220824, application/json',
  'multipart/form-data; boundary=x',
  'application/graphql-response+json;q=0, */*',
  `${'*/*,'.repeat(500)}`,
  'Bearer x.y.z',
  `Bearer ${'a'.repeat(5_000)}`,
  'gzip',
  '100-continue',
  'chunked',
  'websocket',
  'h2c',
  'close, keep-alive',
  '::1, 256.256.256.256, \u00ff',
  '',
] as const;

/** The start of a request with random headers. */
function drawHead(random: Random, method: string, body: string): string {
  const lines = repeat(random, 6, () => {
    const name = random.pick([...HEADERS, ...MORE_HEADERS]);
    return `${name}: ${random.pick(HEADER_VALUES)}`;
  });
  const length = random.happens(0.9) ? Buffer.byteLength(body) : random.pick([0, 1, 5_000, 2 ** 40, -1]);
  const path = random.happens(0.8)
    ? '/graphql'
    : random.pick(['/', '//', '/graphql/..', '*', '/health/ready']);
  const fixed = ['Host: localhost', 'Content-Type: application/json', `Content-Length: ${length}`];
  return `${method} ${path} HTTP/1.1\r\n${[...fixed, ...lines].join('\r\n')}\r\n\r\n`;
}

/** A request that mostly has the headers that its body needs. */
function post(random: Random, body: string): string {
  if (random.happens(0.2)) return drawHead(random, 'POST', body) + body;
  const accept = random.pick(['*/*', 'application/json', 'text/event-stream']);
  const length = `Content-Length: ${Buffer.byteLength(body)}`;
  const lines = ['Host: localhost', 'Content-Type: application/json', `Accept: ${accept}`, length];
  return `POST /graphql HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n${body}`;
}

function drawSearch(random: Random): string {
  const value = () => random.pick([drawDocument(random), drawJson(random, 2), '%', '%ff', '%00', '+']);
  const part = () =>
    `${random.pick(['query', 'variables', 'operationName', 'x'])}=${encoded(random, value())}`;
  return repeat(random, 4, part).join('&');
}

function encoded(random: Random, text: string): string {
  const whole = text.toWellFormed();
  return random.happens(0.8) ? encodeURIComponent(whole) : whole.replaceAll(/[\s\u0080-\uffff]/g, '');
}

function drawBytes(random: Random): Buffer {
  return Buffer.from(Array.from({ length: random.between(1, 2_000) }, () => random.between(0, 255)));
}

/** A chunked body, whose chunks may be wrong. */
function drawParts(random: Random): readonly string[] {
  const chunks = repeat(random, 4, () => {
    const text = drawJson(random, 2);
    const size = random.happens(0.9) ? Buffer.byteLength(text) : random.between(0, 2 ** 31 - 1);
    return `${size.toString(16)}\r\n${text}\r\n`;
  });
  const head = 'POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n';
  return [`${head}Transfer-Encoding: chunked\r\n\r\n`, ...chunks, random.happens(0.5) ? '0\r\n\r\n' : ''];
}

function handshake(random: Random): string {
  const protocol = random.happens(0.9) ? 'graphql-transport-ws' : random.pick(['graphql-ws', ', ,', 'é']);
  const lines = [
    'Host: localhost',
    'Connection: Upgrade',
    'Upgrade: websocket',
    `Sec-WebSocket-Version: ${random.happens(0.95) ? 13 : random.between(0, 20)}`,
    'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==',
    `Sec-WebSocket-Protocol: ${protocol}`,
  ];
  return `GET /graphql HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`;
}

const TEXT = 0x1;
const PING = 0x9;
const FINAL = 0x80;
const MASKED = 0x80;

/** A masked frame; the mask of zeros leaves the payload as it is. */
function frame(first: number, payload: Buffer, masked: number = MASKED): Buffer {
  const { length } = payload;
  const mask = Buffer.alloc(masked === MASKED ? 4 : 0);
  if (length < 126) return Buffer.concat([Buffer.from([first, masked | length]), mask, payload]);
  const header = Buffer.alloc(length <= 0xff_ff ? 4 : 10);
  header[0] = first;
  header[1] = masked | (length <= 0xff_ff ? 126 : 127);
  if (length <= 0xff_ff) header.writeUInt16BE(length, 2);
  else header.writeBigUInt64BE(BigInt(length), 2);
  return Buffer.concat([header, mask, payload]);
}

/** A frame with any first byte, whose length may be a lie. */
function drawFrame(random: Random): Buffer {
  const payload = random.happens(0.5) ? drawBytes(random) : Buffer.from(drawJson(random, DEEPEST));
  const whole = frame(random.between(0, 255), payload, random.happens(0.9) ? MASKED : 0);
  if (random.happens(0.2)) whole[1] = random.between(0, 255);
  return whole;
}

function drawPing(random: Random): Buffer {
  return frame(FINAL | PING, Buffer.alloc(random.between(0, 130), random.between(0, 255)));
}

/** Messages of the protocol in any order, mostly after `connection_init`. */
function drawMessages(random: Random): readonly Buffer[] {
  const init = random.happens(0.9) ? [textFrame('{"type":"connection_init"}')] : [];
  return [...init, ...repeat(random, 8, () => textFrame(drawMessageText(random)))];
}

const MESSAGE_TYPES = [
  'connection_init',
  'ping',
  'pong',
  'subscribe',
  'complete',
  'next',
  'error',
  'x',
] as const;

function drawMessageText(random: Random): string {
  const type = random.happens(0.95) ? JSON.stringify(random.pick(MESSAGE_TYPES)) : drawJson(random, 2);
  const id = random.happens(0.8) ? random.pick(['"1"', '"2"', '"__proto__"']) : drawJson(random, 1);
  return `{"id":${id},"type":${type},"payload":${drawPayload(random)}}`;
}

function drawPayload(random: Random): string {
  const payload = random.pick(['request', 'document', 'subscription', 'deep', 'odd'] as const);
  switch (payload) {
    case 'request':
      return drawRequest(random);
    case 'document':
      return JSON.stringify({ query: drawDocument(random) });
    case 'subscription':
      return `{"query":"subscription($a:ID){crateMoved(after:$a){cursor}}","variables":{"a":${drawJson(random, 1)}}}`;
    case 'deep':
      return nested('{"a":[', ']}', random.between(1, 8_000));
    case 'odd':
      return drawJson(random, DEEPEST);
  }
}

function textFrame(text: string): Buffer {
  return frame(FINAL | TEXT, Buffer.from(text));
}

function drawMessage(random: Random): Buffer {
  return textFrame(drawMessageText(random));
}

/** A message whose frames may come with pings between them, and without an end. */
function fragmentsOf(random: Random, message: Buffer): readonly Buffer[] {
  const pieces = repeat(random, 20, () => message.subarray(0, random.between(0, message.length)));
  const frames = pieces.flatMap((piece, at) => [
    frame(at === 0 ? TEXT : 0, piece),
    ...(random.happens(0.3) ? [drawPing(random)] : []),
  ]);
  return random.happens(0.5) ? [...frames, frame(FINAL, Buffer.from('}'))] : frames;
}
