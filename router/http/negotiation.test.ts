import { describe, expect, test } from 'vitest';
import { isPreflighted } from './cross-origin.ts';
import { createNegotiation } from './negotiation.ts';

describe('the negotiated media type', () => {
  const negotiate = createNegotiation();
  const negotiated = (accept: string | undefined) => {
    const chosen = negotiate(accept);
    if (chosen.kind !== 'json') return chosen.kind;
    const [type = ''] = chosen.format.contentType.split(';');
    return `${type}${chosen.format.requestErrorStatus === 200 ? ' with 200' : ''}${chosen.acceptsEvents ? ' or events' : ''}`;
  };

  test.each([
    [undefined, 'application/json'],
    ['', 'application/json'],
    ['*/*', 'application/json'],
    ['application/*', 'application/json'],
    ['application/json', 'application/json with 200'],
    ['application/json; charset=utf-8', 'application/json with 200'],
    ['application/json, text/plain, */*', 'application/json with 200'],
    ['application/graphql-response+json', 'application/graphql-response+json'],
    ['APPLICATION/GraphQL-Response+JSON', 'application/graphql-response+json'],
    ['application/graphql-response+json,application/json;q=0.9', 'application/graphql-response+json'],
    ['application/graphql-response+json;q=0.5,application/json', 'application/json with 200'],
    ['application/json;q=0, */*', 'application/graphql-response+json'],
    ['text/event-stream', 'events'],
    ['text/event-stream, application/json;q=0.5', 'events'],
    ['application/graphql-response+json, text/event-stream', 'application/graphql-response+json or events'],
    ['text/html', 'none'],
    ['application/json; charset=latin1', 'none'],
    ['*/*;q=0', 'none'],
  ])('for %s is %s', (accept, expected) => {
    expect(negotiated(accept)).toBe(expected);
    // The second call takes the cached result.
    expect(negotiated(accept)).toBe(expected);
  });
});

describe('isPreflighted', () => {
  test.each([
    [{}, false],
    [{ 'content-type': '' }, false],
    [{ 'content-type': 'text/plain' }, false],
    [{ 'content-type': 'Text/Plain; charset=utf-8' }, false],
    [{ 'content-type': 'application/x-www-form-urlencoded' }, false],
    [{ 'content-type': 'multipart/form-data; boundary=x' }, false],
    [{ 'content-type': 'application/json' }, true],
    [{ 'content-type': 'text/plain', 'x-proof': 'yes' }, true],
    [{ 'x-proof': '' }, false],
    [{ authorization: 'Bearer abc' }, true],
    [{ 'content-type': 'text/plain', authorization: 'bearer abc' }, true],
    [{ authorization: 'Basic YTpi' }, false],
    [{ authorization: 'Negotiate YII' }, false],
    [{ authorization: '' }, false],
  ])('of %j is %s', (headers, expected) => {
    expect(isPreflighted(headers, ['x-proof'])).toBe(expected);
  });
});
