import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { Socket } from 'node:net';
import { describe, expect, inject, test } from 'vitest';
import { startServers } from '../../embedded/testing.ts';
import { newId } from '../identifiers.ts';
import { disposable, eventually } from '../testing/index.ts';
import { connectMongo } from './connection.ts';
import { log } from './testing.ts';

describe('the connection', () => {
  test('rejects requests during an outage of the server, then reconnects and finds every acknowledged write', async () => {
    await using servers = await startServers({ mongodb: true });
    const url = servers.url('mongodb').replace('/?', '/named?');
    await using link = disposable(await connectMongo({ url, dbName: 'unused', log }));
    expect(link.collection('counters').dbName).toBe('named');
    await link.collection('counters').insertOne({ total: 1 });
    const server = servers.server('mongodb');
    await server.stop();
    await expect(link.ping()).rejects.toThrow();
    await expect(link.collection('counters').countDocuments()).rejects.toThrow();
    await server.start();
    await eventually(() => link.ping());
    expect(await link.collection('counters').countDocuments()).toBe(1);
  });

  test('fails commands on a socket that is destroyed and not closed yet, and connects again', async () => {
    const sockets: Socket[] = [];
    const collect = (message: unknown) => void sockets.push((message as { readonly socket: Socket }).socket);
    subscribe('net.client.socket', collect);
    await using link = disposable(
      await connectMongo({ url: inject('mongodbUrl'), dbName: `test_${newId()}`, log }),
    );
    await link.ping();
    unsubscribe('net.client.socket', collect);
    expect(sockets.length).toBeGreaterThan(1);
    for (const socket of sockets) socket.destroy();
    await expect(link.ping()).rejects.toThrow();
    await eventually(() => link.ping());
  });

  test('is refused when no server listens', async () => {
    const url = 'mongodb://127.0.0.1:1/?directConnection=true';
    await expect(connectMongo({ url, dbName: 'unused', log })).rejects.toThrow();
  });
});
