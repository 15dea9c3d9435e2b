/** Hive Gateway as it comes, but for the header that every gateway of the benchmark hands on. */
export const gatewayConfig = {
  propagateHeaders: {
    fromClientToSubgraphs: ({ request }) => ({ authorization: request.headers.get('authorization') ?? '' }),
  },
};
