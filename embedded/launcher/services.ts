import type { ServerName } from '../server.ts';

/** The variables that configure a server which runs elsewhere. */
export const URL_VARIABLES: Readonly<Record<ServerName, string>> = {
  postgres: 'DATABASE_URL',
  nats: 'NATS_URL',
  mongodb: 'MONGODB_URL',
};

/** The addresses from which a service's environment is made. */
export type Addresses = {
  /** The service's own database of PostgreSQL. */
  readonly database: string;
  readonly mongodb: string;
  /** The GraphQL endpoints of a service, one per process, separated by commas. */
  graphql(service: string): string;
  /** The variables that configure the payment provider: `STRIPE_…`. */
  readonly provider: Readonly<Record<string, string>>;
  /** The variables that configure the mail server: `SMTP_…`. */
  readonly mail: Readonly<Record<string, string>>;
};

/** The simulator of the payment provider. */
export const SIMULATOR = { name: 'psp', main: 'embedded/psp/main.ts' } as const;

export type Service = {
  readonly name: string;
  /** Its program, relative to the project folder. */
  readonly main: string;
  /** What must be running before it starts, unless that is configured by URL. */
  readonly needs: readonly (ServerName | typeof SIMULATOR.name)[];
  /** What it publishes: events of its context, or nothing because it only shows those of others. */
  readonly publishes: 'events' | 'nothing';
  /** Its own variables, beside those that all services get (units.ts). */
  environment(at: Addresses): Readonly<Record<string, string>>;
};

/** The subgraphs. A new subgraph gets an entry here. */
export const SERVICES: readonly Service[] = [
  {
    name: 'booking',
    main: 'subgraphs/booking/main.ts',
    publishes: 'events',
    needs: ['postgres', 'nats'],
    environment: (at) => ({
      DATABASE_URL: at.database,
      PAYMENT_URL: at.graphql('payment'),
      CONTACTS_URL: at.graphql('notification'),
    }),
  },
  {
    name: 'payment',
    main: 'subgraphs/payment/main.ts',
    publishes: 'events',
    needs: ['postgres', 'nats', SIMULATOR.name],
    environment: (at) => ({ DATABASE_URL: at.database, ...at.provider }),
  },
  {
    name: 'room',
    main: 'subgraphs/room/main.ts',
    publishes: 'events',
    needs: ['mongodb', 'nats'],
    environment: (at) => ({ MONGODB_URL: at.mongodb, SUPPLIES_URL: at.graphql('supplies') }),
  },
  {
    name: 'supplies',
    main: 'subgraphs/supplies/main.ts',
    publishes: 'events',
    needs: ['mongodb', 'nats'],
    environment: (at) => ({ MONGODB_URL: at.mongodb }),
  },
  {
    name: 'community',
    main: 'subgraphs/community/main.ts',
    publishes: 'events',
    needs: ['postgres', 'nats'],
    environment: (at) => ({
      DATABASE_URL: at.database,
      BOOKING_URL: at.graphql('booking'),
      CONTACTS_URL: at.graphql('notification'),
    }),
  },
  {
    name: 'notification',
    main: 'subgraphs/notification/main.ts',
    publishes: 'events',
    needs: ['postgres', 'nats'],
    environment: (at) => ({ DATABASE_URL: at.database, ...at.mail }),
  },
  {
    name: 'view',
    main: 'subgraphs/view/main.ts',
    publishes: 'nothing',
    needs: ['postgres', 'nats'],
    environment: (at) => ({ DATABASE_URL: at.database }),
  },
];

/** The databases and roles that the embedded PostgreSQL has, one per service that uses it. */
export const DATABASES: readonly string[] = SERVICES.filter(({ needs }) => needs.includes('postgres')).map(
  ({ name }) => name,
);

/** One process of a service. */
export type Instance<Row> = {
  /** The name on the command line, such as `booking-2`. */
  readonly name: string;
  readonly of: Row;
};

/** The processes of a service, named `booking`, `booking-2` and so on. */
export function instancesOf<Row extends { readonly name: string }>(
  row: Row,
  count: number,
): readonly Instance<Row>[] {
  return Array.from({ length: count }, (_, index) => ({
    name: index === 0 ? row.name : `${row.name}-${index + 1}`,
    of: row,
  }));
}

/** The name under which the address of a process's metrics is kept, where they have a port of their own. */
export function metricsOf(name: string): string {
  return `${name}-metrics`;
}

/** The router, which serves clients in front of all services. */
export const ROUTER = { name: 'router', main: 'router/main.ts', needs: ['nats'] } as const;
