import type { ServerName } from '../servers.ts';

/** What a service can be told about the others when its environment is made. */
export type Addresses = {
  /** The address of a PostgreSQL database. */
  database(name: string): string;
  readonly mongodb: string;
  /** The GraphQL endpoints of a service, one for each of its instances, separated by commas. */
  graphql(service: string): string;
  /** How to reach the payment provider: `STRIPE_…`. */
  readonly provider: Readonly<Record<string, string>>;
};

/** The payment provider's simulator. */
export const SIMULATOR = { name: 'psp', main: 'embedded/psp/main.ts' } as const;

export type Service = {
  readonly name: string;
  /** Its program, relative to the project. */
  readonly main: string;
  /** What is started before it, where it is run here. */
  readonly needs: readonly (ServerName | typeof SIMULATOR.name)[];
  /** What it gets besides what all get (see units.ts). */
  environment(at: Addresses): Readonly<Record<string, string>>;
};

/** The subgraphs. A new one is a row here. */
export const SERVICES: readonly Service[] = [
  {
    name: 'booking',
    main: 'subgraphs/booking/main.ts',
    needs: ['postgres', 'nats'],
    environment: (at) => ({ DATABASE_URL: at.database('booking'), PAYMENT_URL: at.graphql('payment') }),
  },
  {
    name: 'payment',
    main: 'subgraphs/payment/main.ts',
    needs: ['postgres', 'nats', SIMULATOR.name],
    environment: (at) => ({ DATABASE_URL: at.database('payment'), ...at.provider }),
  },
  {
    name: 'room',
    main: 'subgraphs/room/main.ts',
    needs: ['mongodb', 'nats'],
    environment: (at) => ({ MONGODB_URL: at.mongodb, SUPPLIES_URL: at.graphql('supplies') }),
  },
  {
    name: 'supplies',
    main: 'subgraphs/supplies/main.ts',
    needs: ['mongodb', 'nats'],
    environment: (at) => ({ MONGODB_URL: at.mongodb }),
  },
];

/** The databases that the embedded PostgreSQL makes at its first start: one for each service that uses it. */
export const DATABASES: readonly string[] = SERVICES.filter(({ needs }) => needs.includes('postgres')).map(
  ({ name }) => name,
);

/** One process of a service. */
export type Instance<Row> = {
  /** As in `npm stop -- booking-2`. */
  readonly name: string;
  readonly of: Row;
};

/** The processes of a service: `booking`, `booking-2` and so on. */
export function instancesOf<Row extends { readonly name: string }>(
  row: Row,
  count: number,
): readonly Instance<Row>[] {
  return Array.from({ length: count }, (_, index) => ({
    name: index === 0 ? row.name : `${row.name}-${index + 1}`,
    of: row,
  }));
}

/** The gateway, in front of all services. */
export const ROUTER = { name: 'router', main: 'router/main.ts', needs: ['nats'] } as const;
