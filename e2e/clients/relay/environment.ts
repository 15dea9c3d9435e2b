import type { Sink, Client as Socket } from 'graphql-ws';
import {
  Environment,
  type FetchFunction,
  type GraphQLResponse,
  Network,
  Observable,
  RecordSource,
  Store,
  type SubscribeFunction,
} from 'relay-runtime';
import type { Access } from '../socket.ts';

export function createRelayEnvironment({ url, token }: Access, socket: Socket): Environment {
  const request: FetchFunction = async ({ text }, variables) => {
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token()}` },
      body: JSON.stringify({ query: text, variables }),
    });
    return (await response.json()) as GraphQLResponse;
  };
  const subscribe: SubscribeFunction = ({ text }, variables) =>
    Observable.create((sink) => socket.subscribe({ query: text ?? '', variables }, sink as Sink));

  return new Environment({
    network: Network.create(request, subscribe),
    store: new Store(new RecordSource()),
    // Ids carry no type: a person has one id as a customer and as a host.
    getDataID: ({ id }, typename) => (typeof id === 'string' ? `${typename}:${id}` : null),
  });
}
