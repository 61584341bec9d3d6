-- The role that Cube reads with. It may read the tables and write none of them; in Postgres, rollups need a schema of
-- their own, which is all it owns. With Cube Store it doesn't need that one either.
--
--   psql --set password=… --file deploy/postgres/role.sql

CREATE ROLE cube_reader LOGIN PASSWORD :'password' CONNECTION LIMIT 50;
ALTER ROLE cube_reader SET idle_in_transaction_session_timeout = '1min';
ALTER ROLE cube_reader SET lock_timeout = '10s';
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO cube_reader;
GRANT SELECT ON ALL TABLES IN SCHEMA public TO cube_reader;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO cube_reader;
CREATE SCHEMA rollups AUTHORIZATION cube_reader;
