/** The format of a response. */
export type ResponseFormat = {
  readonly contentType: string;
  /**
   * The status for errors of a well-formed request, such as an invalid document. GraphQL over HTTP requires
   * 200 for clients that name `application/json`.
   */
  readonly requestErrorStatus: 200 | 400;
};

export type Negotiated =
  | {
      readonly kind: 'json';
      readonly format: ResponseFormat;
      /** Whether the client accepts an event stream for a subscription. */
      readonly acceptsEvents: boolean;
    }
  | { readonly kind: 'events' }
  | { readonly kind: 'none' };

const RESPONSE = 'application/graphql-response+json';
const JSON_TYPE = 'application/json';
const EVENTS = 'text/event-stream';

const AS_RESPONSE: ResponseFormat = { contentType: `${RESPONSE}; charset=utf-8`, requestErrorStatus: 400 };
/** For clients that accept any type. */
export const AS_JSON: ResponseFormat = {
  contentType: `${JSON_TYPE}; charset=utf-8`,
  requestErrorStatus: 400,
};
const AS_NAMED_JSON: ResponseFormat = { ...AS_JSON, requestErrorStatus: 200 };

/** The number of cached headers; clients send few different ones. */
const CACHE_SIZE = 500;

/** Chooses the media type of the response by the request's `accept` header. Results are cached by header. */
export function createNegotiation(): (accept: string | undefined) => Negotiated {
  const cache = new Map<string, Negotiated>();
  const anything: Negotiated = { kind: 'json', format: AS_JSON, acceptsEvents: false };
  return (accept) => {
    if (!accept || accept === '*/*') return anything;
    const cached = cache.get(accept);
    if (cached) return cached;
    const chosen = choose(accept);
    if (cache.size >= CACHE_SIZE) cache.clear();
    cache.set(accept, chosen);
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
  const acceptsEvents = eventQuality > 0;
  if (response.isNamed && response.quality === best)
    return { kind: 'json', format: AS_RESPONSE, acceptsEvents };
  if (json.quality === best) {
    return { kind: 'json', format: json.isNamed ? AS_NAMED_JSON : AS_JSON, acceptsEvents };
  }
  if (response.quality === best) return { kind: 'json', format: AS_RESPONSE, acceptsEvents };
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
