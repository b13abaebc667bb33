#!/bin/sh
# Does with its variables and its volume what the entry point of the image postgres does.
set -eu
data=/var/lib/postgresql/data
as_postgres() {
  setpriv --reuid postgres --regid postgres --init-groups "$@"
}
install -d -o postgres -g postgres /run/postgresql
if [ ! -s "$data/PG_VERSION" ]; then
  chown postgres: "$data"
  printf '%s' "$POSTGRES_PASSWORD" > /run/postgresql/password
  chown postgres: /run/postgresql/password
  as_postgres initdb --pgdata "$data" --username "$POSTGRES_USER" --pwfile /run/postgresql/password \
    --auth-local trust --auth-host scram-sha-256
  echo 'host all all all scram-sha-256' >> "$data/pg_hba.conf"
  echo "create database $POSTGRES_DB" | as_postgres postgres --single -D "$data" postgres
fi
exec setpriv --reuid postgres --regid postgres --init-groups postgres -D "$data" -c 'listen_addresses=*'
