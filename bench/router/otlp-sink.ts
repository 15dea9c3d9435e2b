import { createServer } from 'node:http';

/** `otlp-sink.ts PORT`: takes spans over OTLP/HTTP and forgets them. */
createServer((request, response) => {
  request.resume();
  request.once('end', () => response.writeHead(200, { 'content-type': 'application/json' }).end('{}'));
}).listen(Number(process.argv[2]), '127.0.0.1');
