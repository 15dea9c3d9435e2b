const NEXT = Buffer.from('event: next\ndata: ');
const END = Buffer.from('\n\n');
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const SPACE = 0x20;

/** With the empty data that browsers' EventSource wants to see. */
export const COMPLETE = 'event: complete\ndata: \n\n';
/** A comment, which clients skip. */
export const HEARTBEAT = ':\n\n';

/** A `next` event with a GraphQL result as JSON. */
export function nextEvent(body: Buffer): Buffer {
  return Buffer.concat([NEXT, inOneLine(body), END]);
}

/** A line's end would end the data; in JSON it can only stand where a space can. */
function inOneLine(body: Buffer): Buffer {
  if (!body.includes(LINE_FEED) && !body.includes(CARRIAGE_RETURN)) return body;
  return Buffer.from(body.map((byte) => (byte === LINE_FEED || byte === CARRIAGE_RETURN ? SPACE : byte)));
}

/** Makes events of bodies, once for all who get the same body one after the other. */
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
