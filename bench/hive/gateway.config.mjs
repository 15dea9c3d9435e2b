/** Hive Gateway with default settings, except for the header that every gateway of the benchmark forwards. */
export const gatewayConfig = {
  propagateHeaders: {
    fromClientToSubgraphs: ({ request }) => ({ authorization: request.headers.get('authorization') ?? '' }),
  },
};
