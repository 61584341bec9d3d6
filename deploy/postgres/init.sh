#!/bin/sh
# Run once by the Postgres image, on an empty data volume: the canonical tables, the worked example in them, and the
# role that Cube reads with. Delete the two lines on the tables to fill them from elsewhere.
set -eu

run() { psql --no-psqlrc --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" "$@"; }

run --file /seeds/schema.sql
for file in /seeds/worked-example/*.csv; do
  run --command "\\copy $(basename "$file" .csv) FROM '$file' WITH (FORMAT csv, HEADER match)"
done

run --set password="$CUBE_READER_PASSWORD" --file /role.sql
