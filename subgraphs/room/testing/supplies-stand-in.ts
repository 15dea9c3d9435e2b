import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json as readJson } from 'node:stream/consumers';

export type SuppliesStandIn = Awaited<ReturnType<typeof startSuppliesStandIn>>;

/** How the stand-in answers: yes, no, with an error, with no JSON at all, or never. */
export type Manner = 'yes' | 'no' | 'error' | 'nonsense' | 'silence';

/** A small HTTP server in the place of supplies. */
export async function startSuppliesStandIn() {
  let manner: Manner = 'yes';
  const asked: { roomId: string; authorization: string | undefined; correlationId: unknown }[] = [];
  const server = createServer(async (request, response) => {
    const body = (await readJson(request)) as { readonly variables: { readonly roomId: string } };
    asked.push({
      roomId: body.variables.roomId,
      authorization: request.headers.authorization,
      correlationId: request.headers['x-correlation-id'],
    });
    if (manner === 'silence') return;
    response.end(ANSWERS[manner]);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;

  return {
    url: `http://127.0.0.1:${port}`,
    asked,
    answer(how: Manner): void {
      manner = how;
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const ANSWERS: Readonly<Record<Exclude<Manner, 'silence'>, string>> = {
  yes: '{"data":{"mayRemoveRoomSupplies":true}}',
  no: '{"data":{"mayRemoveRoomSupplies":false}}',
  error: '{"errors":[{"message":"Internal server error"}]}',
  nonsense: '<html>Bad gateway</html>',
};
