# What the entry point of the image `postgres` does with an empty data folder, and then the server.
set -eu
data=/var/lib/postgresql/18/docker
if [ ! -f "$data/PG_VERSION" ]; then
  mkdir -p "$data"
  # shellcheck disable=SC2086 # several arguments
  initdb --pgdata="$data" --username="$POSTGRES_USER" --pwfile="$POSTGRES_PASSWORD_FILE" $POSTGRES_INITDB_ARGS
  echo 'host all all all scram-sha-256' >> "$data/pg_hba.conf"
  pg_ctl -D "$data" -w -o "-c listen_addresses= -c unix_socket_directories=/var/run/postgresql" start
  for script in /docker-entrypoint-initdb.d/*.sql; do
    psql -v ON_ERROR_STOP=1 --no-psqlrc -h /var/run/postgresql -U "$POSTGRES_USER" -d "$POSTGRES_DB" -f "$script"
  done
  pg_ctl -D "$data" -w -m fast stop
fi
exec postgres -D "$data" -c 'listen_addresses=*' -c unix_socket_directories=/var/run/postgresql
