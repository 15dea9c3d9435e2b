import { get } from 'node:http';
import { connect } from 'node:net';

const TIMEOUT_MS = 2_000;

/** Tells whether GET on the address returns 200. */
export async function answersHttp(url: string): Promise<boolean> {
  return new Promise((resolve) => {
    const request = get(url, { timeout: TIMEOUT_MS, agent: false }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    request.on('timeout', () => request.destroy());
    request.on('close', () => resolve(false));
    request.on('error', () => resolve(false));
  });
}

/** Tells whether the server at the port greets with these words, as a NATS server does with `INFO`. */
export async function greetsWith(port: number, greeting: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1', timeout: TIMEOUT_MS });
    socket.once('data', (data) => {
      resolve(data.toString('latin1').startsWith(greeting));
      socket.destroy();
    });
    socket.on('timeout', () => socket.destroy());
    socket.on('error', () => resolve(false));
    socket.on('close', () => resolve(false));
  });
}
