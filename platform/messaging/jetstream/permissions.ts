import { durableName, historyName, inboxPrefixOf } from './names.ts';
import { DEAD, REPLAY, streamOf } from './streams.ts';

/** What a user of NATS has to do with events. */
export type Part = {
  /** The user; for a service, its name. */
  readonly user: string;
  /** The context whose events it publishes, and from whose stream it deletes those that are not needed. */
  readonly publishes?: string | undefined;
  /** The events that it handles, each with its context. */
  readonly handles?: readonly { readonly context: string; readonly name: string }[];
  /** The contexts whose streams it reads as they are, without a position that the server keeps. */
  readonly watches?: readonly string[];
  /** The contexts whose streams it reads and erases messages from, and from their dead letters. */
  readonly erases?: readonly string[];
};

/** The subjects that a user may publish and subscribe to; all others are refused. */
export type Permissions = { readonly publish: readonly string[]; readonly subscribe: readonly string[] };

/**
 * The permissions that a part needs, and no others. What JetStream is asked for is a subject, too, and so are
 * acknowledgements: a user reaches only its own consumers and only the streams that concern it. Nobody may
 * create, change or remove a stream: a stream's settings could copy messages to any subject.
 */
export function permissionsOf({
  user,
  publishes,
  handles = [],
  watches = [],
  erases = [],
}: Part): Permissions {
  const byContext = Map.groupBy(handles, ({ context }) => context);
  const publish = [
    ...(publishes === undefined ? [] : [`${publishes}.>`, ...asTrimmer(streamOf(publishes))]),
    ...[...byContext].flatMap(([context, events]) =>
      asVersion(streamOf(context), durableName(user, unique(events.map(({ name }) => name)))),
    ),
    ...(handles.length === 0 ? [] : [...asConsumer(REPLAY.name, user), ...forDeadLetters(user)]),
    ...watches.map(streamOf).flatMap(asWatcher),
    ...(erases.length === 0 ? [] : [...erases.map(streamOf), DEAD.name].flatMap(asEraser)),
    ...(erases.length === 0 ? [] : [api('STREAM.INFO', REPLAY.name), api('CONSUMER.LIST', REPLAY.name)]),
  ];
  return { publish: unique(publish), subscribe: [`${inboxPrefixOf(user)}.>`] };
}

function api(request: string, ...names: readonly string[]): string {
  return ['$JS.API', request, ...names].join('.');
}

/** Through a durable consumer of its own. */
function asConsumer(stream: string, consumer: string): readonly string[] {
  return [
    api('STREAM.INFO', stream),
    api('CONSUMER.DURABLE.CREATE', stream, consumer),
    api('CONSUMER.INFO', stream, consumer),
    api('CONSUMER.MSG.NEXT', stream, consumer),
    `$JS.ACK.${stream}.${consumer}.>`,
  ];
}

/** Through durable consumers of a version of its own, which goes on where another version is. */
function asVersion(stream: string, consumer: string): readonly string[] {
  const history = historyName(consumer);
  return [
    ...asConsumer(stream, consumer),
    ...asConsumer(stream, history),
    api('CONSUMER.DELETE', stream, history),
    api('CONSUMER.LIST', stream),
  ];
}

function forDeadLetters(service: string): readonly string[] {
  return [api('STREAM.INFO', DEAD.name), api('STREAM.MSG.GET', DEAD.name), `dead.${service}.>`];
}

/** Through consumers whose names the server makes up, and by direct gets. */
function asWatcher(stream: string): readonly string[] {
  return [
    api('STREAM.INFO', stream),
    api('CONSUMER.CREATE', stream),
    api('CONSUMER.DELETE', stream, '*'),
    api('DIRECT.GET', stream),
    `$JS.FC.${stream}.>`,
  ];
}

/** Deletes from the stream of its own what is not needed. */
function asTrimmer(stream: string): readonly string[] {
  return [...asDeleter(stream), api('DIRECT.GET', stream)];
}

function asEraser(stream: string): readonly string[] {
  return [...asDeleter(stream), api('CONSUMER.LIST', stream)];
}

/** Reads all messages and deletes some. */
function asDeleter(stream: string): readonly string[] {
  return [
    api('STREAM.INFO', stream),
    api('STREAM.MSG.DELETE', stream),
    api('CONSUMER.CREATE', stream),
    api('CONSUMER.INFO', stream, '*'),
    api('CONSUMER.MSG.NEXT', stream, '*'),
    api('CONSUMER.DELETE', stream, '*'),
  ];
}

function unique(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)];
}
