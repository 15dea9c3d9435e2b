import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json as readJson } from 'node:stream/consumers';

export type SuppliesStub = Awaited<ReturnType<typeof startSuppliesStub>>;

/** How the stub answers: yes, no, with an error, with malformed JSON, or never. */
export type Behaviour = 'yes' | 'no' | 'error' | 'nonsense' | 'silence';

/** An HTTP server in place of the supplies service. */
export async function startSuppliesStub() {
  let behaviour: Behaviour = 'yes';
  const requests: { roomId: string; authorization: string | undefined; correlationId: unknown }[] = [];
  const server = createServer(async (request, response) => {
    const body = (await readJson(request)) as { readonly variables: { readonly roomId: string } };
    requests.push({
      roomId: body.variables.roomId,
      authorization: request.headers.authorization,
      correlationId: request.headers['x-correlation-id'],
    });
    if (behaviour === 'silence') return;
    response.end(ANSWERS[behaviour]);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;

  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    answer(next: Behaviour): void {
      behaviour = next;
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const ANSWERS: Readonly<Record<Exclude<Behaviour, 'silence'>, string>> = {
  yes: '{"data":{"mayRemoveRoomSupplies":true}}',
  no: '{"data":{"mayRemoveRoomSupplies":false}}',
  error: '{"errors":[{"message":"Internal server error"}]}',
  nonsense: '<html>Bad gateway</html>',
};
