/** How an answer is written. */
export type Form = {
  readonly contentType: string;
  /**
   * Whether the client insists on `application/json`: then what is wrong with a well-formed request is said with status
   * 200, as GraphQL over HTTP asks for it.
   */
  readonly strict: boolean;
};

export type Negotiated =
  | {
      readonly kind: 'json';
      readonly form: Form;
      /** A subscription may be answered with an event stream. */
      readonly takesEvents: boolean;
    }
  | { readonly kind: 'events' }
  | { readonly kind: 'none' };

const RESPONSE = 'application/graphql-response+json';
const JSON_TYPE = 'application/json';
const EVENTS = 'text/event-stream';

const AS_RESPONSE: Form = { contentType: `${RESPONSE}; charset=utf-8`, strict: false };
/** For clients that take anything. */
export const AS_JSON: Form = { contentType: `${JSON_TYPE}; charset=utf-8`, strict: false };
const AS_STRICT_JSON: Form = { ...AS_JSON, strict: true };

/** The number of cached headers; clients send few different ones. */
const REMEMBERED = 500;

/** Chooses the media type of the response by the request's `accept` header. Results are cached by header. */
export function createNegotiation(): (accept: string | undefined) => Negotiated {
  const known = new Map<string, Negotiated>();
  const anything: Negotiated = { kind: 'json', form: AS_JSON, takesEvents: false };
  return (accept) => {
    if (!accept || accept === '*/*') return anything;
    const before = known.get(accept);
    if (before) return before;
    const chosen = choose(accept);
    if (known.size >= REMEMBERED) known.clear();
    known.set(accept, chosen);
    return chosen;
  };
}

function choose(accept: string): Negotiated {
  const ranges = accept.split(',').map(rangeOf);
  const [response, json, events] = [RESPONSE, JSON_TYPE, EVENTS].map((type) => qualityOf(type, ranges));
  if (!response || !json || !events) return { kind: 'none' };
  // Wildcards do not include event streams.
  const eventQuality = events.isNamed ? events.quality : 0;
  const best = Math.max(response.quality, json.quality, eventQuality);
  if (best === 0) return { kind: 'none' };
  const takesEvents = eventQuality > 0;
  if (response.isNamed && response.quality === best) return { kind: 'json', form: AS_RESPONSE, takesEvents };
  if (json.quality === best) {
    return { kind: 'json', form: json.isNamed ? AS_STRICT_JSON : AS_JSON, takesEvents };
  }
  if (response.quality === best) return { kind: 'json', form: AS_RESPONSE, takesEvents };
  return { kind: 'events' };
}

type Range = { readonly type: string; readonly quality: number };

function rangeOf(text: string): Range {
  const [type = '', ...parameters] = text.split(';').map((part) => part.trim().toLowerCase());
  const quality = parameters.find((each) => each.startsWith('q='))?.slice(2);
  const charset = parameters
    .find((each) => each.startsWith('charset='))
    ?.slice(8)
    .replaceAll('"', '');
  if (charset !== undefined && !/^utf-?8$/.test(charset)) return { type, quality: 0 };
  return { type, quality: quality === undefined ? 1 : Number(quality) || 0 };
}

/** The quality of a type by the most specific matching range. */
function qualityOf(type: string, ranges: readonly Range[]) {
  const exact = ranges.filter((range) => range.type === type);
  if (exact.length > 0) return { quality: Math.max(...exact.map(({ quality }) => quality)), isNamed: true };
  const group = `${type.split('/')[0]}/*`;
  const wild = ranges.find((range) => range.type === group) ?? ranges.find((range) => range.type === '*/*');
  return { quality: wild?.quality ?? 0, isNamed: false };
}
