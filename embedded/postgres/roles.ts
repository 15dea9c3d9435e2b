import pg from 'pg';

/** A service's role, which owns the database of the same name and may connect to no other. */
export type ServiceRole = { readonly name: string; readonly password: string };

/**
 * Creates what is missing of the roles and their databases. A database that belongs to another role, as those
 * of former versions do, is handed over with everything in it.
 *
 * @param admin the address of a database, as superuser
 */
export async function createServiceDatabases(admin: string, roles: readonly ServiceRole[]): Promise<void> {
  await connected(admin, async (client) => {
    await client.query('REVOKE ALL ON DATABASE postgres, template1 FROM PUBLIC');
    for (const role of roles) await createServiceDatabase(client, admin, role);
  });
}

async function createServiceDatabase(
  client: pg.Client,
  admin: string,
  { name, password }: ServiceRole,
): Promise<void> {
  const role = client.escapeIdentifier(name);
  const { rowCount: roles } = await client.query('SELECT FROM pg_roles WHERE rolname = $1', [name]);
  if (roles === 0) await client.query(`CREATE ROLE ${role}`);
  await client.query(`ALTER ROLE ${role} LOGIN PASSWORD ${client.escapeLiteral(password)}`);
  const { rows } = await client.query<{ owner: string }>(
    'SELECT pg_get_userbyid(datdba) AS owner FROM pg_database WHERE datname = $1',
    [name],
  );
  const owner = rows[0]?.owner;
  if (owner === undefined) await client.query(`CREATE DATABASE ${role} OWNER ${role}`);
  else if (owner !== name) await handOver(client, admin, name);
  await client.query(`REVOKE ALL ON DATABASE ${role} FROM PUBLIC`);
}

/** The database itself comes last: after a crash before that, all is done again. */
async function handOver(client: pg.Client, admin: string, name: string): Promise<void> {
  const role = client.escapeIdentifier(name);
  const database = new URL(admin);
  database.pathname = `/${name}`;
  await connected(database.href, async (inside) => {
    const { rows } = await inside.query<{ what: string }>(OWNED);
    for (const { what } of rows) await inside.query(`ALTER ${what} OWNER TO ${role}`);
  });
  await client.query(`ALTER DATABASE ${role} OWNER TO ${role}`);
}

/**
 * Everything in a database that has an owner of its own, as `ALTER` names it. What an extension made belongs
 * to the extension, and the sequence of a column to its table.
 */
const OWNED = `
  WITH own AS (
    SELECT oid, nspname FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'
  ), made AS (
    SELECT classid, objid FROM pg_depend WHERE deptype IN ('e', 'a', 'i')
      AND refclassid IN ('pg_extension'::regclass, 'pg_class'::regclass)
  )
  SELECT format('SCHEMA %I', nspname) AS what FROM own WHERE nspname <> 'public'
  UNION ALL
  SELECT format('%s %s', CASE relkind WHEN 'S' THEN 'SEQUENCE' WHEN 'v' THEN 'VIEW'
      WHEN 'm' THEN 'MATERIALIZED VIEW' ELSE 'TABLE' END, pg_class.oid::regclass)
    FROM pg_class JOIN own ON own.oid = relnamespace
    WHERE relkind IN ('r', 'p', 'v', 'm', 'S')
      AND NOT EXISTS (SELECT FROM made WHERE classid = 'pg_class'::regclass AND objid = pg_class.oid
        AND relkind = 'S')
  UNION ALL
  SELECT format('ROUTINE %s', pg_proc.oid::regprocedure) FROM pg_proc JOIN own ON own.oid = pronamespace
    WHERE NOT EXISTS (SELECT FROM made WHERE classid = 'pg_proc'::regclass AND objid = pg_proc.oid)
  UNION ALL
  SELECT format('TYPE %s', pg_type.oid::regtype) FROM pg_type JOIN own ON own.oid = typnamespace
    WHERE typtype IN ('e', 'd')
      AND NOT EXISTS (SELECT FROM made WHERE classid = 'pg_type'::regclass AND objid = pg_type.oid)`;

async function connected(url: string, work: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
