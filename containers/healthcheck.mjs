/**
 * The health check of the image: exits with 0 when the program of this container is ready to serve. It is
 * plain JavaScript with one import, because it runs every few seconds.
 */
import { get } from 'node:http';

const LIMIT_MS = 4_000;

const request = get(
  { host: '127.0.0.1', port: process.env.PORT, path: '/health/ready', timeout: LIMIT_MS },
  (response) => {
    response.pipe(process.stdout);
    process.exitCode = response.statusCode === 200 ? 0 : 1;
  },
);
request.on('timeout', () => request.destroy(new Error(`no answer in ${LIMIT_MS} ms`)));
request.on('error', ({ message }) => {
  console.error(message);
  process.exitCode = 1;
});
