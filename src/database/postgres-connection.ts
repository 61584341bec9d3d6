/** Where a Postgres database is and how to log in: the shape that `pg` takes. */
export interface PostgresConnection {
  host: string;
  port: number;
  user: string;
  password: string;
  database: string;
}
