import { settingType } from '../../platform/config/setting.ts';
import { textsFrom } from '../../platform/config/setting-kinds.ts';

/** The composed supergraph. */
export const supergraphFile = settingType('the path of a supergraph file (--supergraph)', (value) =>
  typeof value === 'string' && value !== '' ? value : undefined,
);

export const HEADER_NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
/** Origins are compared exactly, so they must be written as browsers send them. */
const ORIGIN = /^[a-z][a-z0-9+.-]*:\/\/[^/?#\s*A-Z]+$|^null$/;

/** As the host part of a URL; an IPv6 address is in brackets. */
const HOST_NAME = /^(?:[a-z0-9._-]+|\[[0-9a-f:.]+\])$/;

/** A header name, in lower case. */
export const header = settingType('a header name', (value) =>
  typeof value === 'string' && HEADER_NAME.test(value) ? value.toLowerCase() : undefined,
);

/** Headers that a browser sends to other sites without a preflight, or that a page may set without one. */
const SENT_WITHOUT_PREFLIGHT =
  /^(accept|accept-.*|access-control-request-.*|authorization|cache-control|connection|content-.*|cookie|dnt|host|origin|pragma|priority|proxy-.*|range|referer|save-data|sec-.*|upgrade-.*|user-agent|via)$/;

/** Headers that a browser sends to other sites only after a preflight. */
export const preflightedHeaders = settingType(
  'a list of header names, or one string with commas, without headers that browsers send without a preflight',
  (value) => {
    const names = textsFrom(value)?.map((name) => name.toLowerCase());
    return names?.every((name) => HEADER_NAME.test(name) && !SENT_WITHOUT_PREFLIGHT.test(name))
      ? names
      : undefined;
  },
);

/** The origins of web pages that may send requests. */
export const origins = settingType(
  '`*`, `none`, or a list of origins such as `https://app.example`',
  (value): 'any' | readonly string[] | undefined => {
    if (value === '*') return 'any';
    if (value === 'none') return [];
    return textsFrom(value)?.every((each) => ORIGIN.test(each)) ? textsFrom(value) : undefined;
  },
);

/** The host names under which the router serves. */
export const hostNames = settingType(
  '`*`, or a list of host names without ports, such as `graph.example`',
  (value): 'any' | readonly string[] | undefined => {
    if (value === '*') return 'any';
    const names = textsFrom(value)?.map((name) => name.toLowerCase());
    return names?.every((name) => HOST_NAME.test(name)) ? names : undefined;
  },
);
