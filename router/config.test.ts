import { describe, expect, test } from 'vitest';
import { ConfigError } from '../platform/config/env.ts';
import { readConfig } from './config.ts';

describe('the configuration', () => {
  test('comes from the environment, and the command line goes before it', () => {
    const config = readConfig(['--supergraph', 'a.graphql', '--port', '4001'], {
      SUPERGRAPH: 'b.graphql',
      PORT: '4002',
      QUERY_TIMEOUT: '2s',
    });
    expect(config).toMatchObject({ supergraph: 'a.graphql', port: 4001, host: '127.0.0.1' });
    expect(config.timeouts).toEqual({ query: 2_000, mutation: 10_000 });
  });

  test('finds a subgraph’s address by its name', () => {
    const config = readConfig(['--supergraph', 'a'], {
      ROOM_URL: 'http://room/graphql,http://room-2/graphql',
      DATE_COURSE_URL: 'http://c/',
    });
    expect(config.subgraphUrls('room')).toEqual(['http://room/graphql', 'http://room-2/graphql']);
    expect(config.subgraphUrls('date-course')).toEqual(['http://c/']);
    expect(config.subgraphUrls('booking')).toBeUndefined();
  });

  test('is closed in production unless it is opened', () => {
    const env = { NODE_ENV: 'production', DEV_TOKEN: 't' };
    expect(readConfig(['--supergraph', 'a'], env)).toMatchObject({
      cors: [],
      introspection: false,
      pages: false,
      devToken: undefined,
    });
    const opened = readConfig(['--supergraph', 'a'], {
      ...env,
      CORS_ORIGINS: 'https://a.example, https://b.example',
    });
    expect(opened.cors).toEqual(['https://a.example', 'https://b.example']);
    expect(readConfig(['--supergraph', 'a'], {}).cors).toBe('any');
  });

  test.each([
    ['no file', [], {}],
    ['an unknown flag', ['--super', 'a'], {}],
    ['a port that is none', ['--supergraph', 'a', '--port', 'x'], {}],
    ['a limit that is no duration', ['--supergraph', 'a'], { QUERY_TIMEOUT: 'soon' }],
  ])('says what is wrong: %s', (_, args, env) => {
    expect(() => readConfig(args, env)).toThrow(ConfigError);
  });
});
