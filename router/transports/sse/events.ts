const NEXT = Buffer.from('event: next\ndata: ');
const END = Buffer.from('\n\n');
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const SPACE = 0x20;

/** The `complete` event. Browsers' EventSource requires data, which may be empty. */
export const COMPLETE = 'event: complete\ndata: \n\n';
/** A comment, which clients ignore. */
export const HEARTBEAT = ':\n\n';

/** A `next` event with a GraphQL result as JSON. */
export function nextEvent(body: Buffer): Buffer {
  return Buffer.concat([NEXT, inOneLine(body), END]);
}

/** Replaces line breaks, which would end the data, with spaces. In JSON they only occur between tokens. */
function inOneLine(body: Buffer): Buffer {
  if (!body.includes(LINE_FEED) && !body.includes(CARRIAGE_RETURN)) return body;
  return Buffer.from(body.map((byte) => (byte === LINE_FEED || byte === CARRIAGE_RETURN ? SPACE : byte)));
}

/**
 * Encodes events. The last event is cached, because subscribers of a group get the same body one after
 * another.
 */
export function createNextEvents(): (body: Buffer) => Buffer {
  let lastBody: Buffer | undefined;
  let event: Buffer = END;
  return (body) => {
    if (body !== lastBody) {
      event = nextEvent(body);
      lastBody = body;
    }
    return event;
  };
}
