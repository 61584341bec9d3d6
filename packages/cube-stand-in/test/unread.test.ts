/** What nobody reads in a sub-select is left out of it, and nothing else is. */
import { beforeAll, expect, test } from 'vitest';
import { loadParser, statementsIn, textOf } from '../src/sql-api/syntax-tree.ts';
import { dropUnread } from '../src/sql-api/unread.ts';

beforeAll(loadParser);

const oneLine = (sql: string): string => sql.replace(/\s+/g, ' ');
const parsed = (sql: string) => statementsIn(sql)[0]?.node ?? {};
const dropped = (sql: string): string => {
  const select = parsed(sql);
  dropUnread(select);
  return oneLine(textOf('SelectStmt', select));
};

const outcomes = `WITH
  firsts AS (SELECT log.unit AS of_unit, min(log.at) AS first FROM log GROUP BY log.unit),
  seconds AS (SELECT unit, count(*) AS n FROM firsts JOIN log ON log.at > first GROUP BY unit)
SELECT u.id, u.name AS called, firsts.first, seconds.n
FROM u
LEFT JOIN firsts ON firsts.of_unit = u.id
LEFT JOIN seconds ON seconds.unit = u.id`;

test.each([
  ['count(*)', 'SELECT u.id FROM u'],
  ['max(t.called)', 'SELECT u.name AS called FROM u'],
  [
    'max(t.first)',
    'WITH firsts AS (SELECT log.unit AS of_unit, min(log.at) AS first FROM log GROUP BY log.unit) SELECT firsts.first FROM u LEFT JOIN firsts ON firsts.of_unit = u.id',
  ],
  [
    'sum(n)',
    'WITH firsts AS (SELECT log.unit AS of_unit, min(log.at) AS first FROM log GROUP BY log.unit), seconds AS (SELECT unit, count(*) AS n FROM firsts JOIN log ON log.at > first GROUP BY unit) SELECT seconds.n FROM u LEFT JOIN seconds ON seconds.unit = u.id',
  ],
])('of what %s reads', (read, left) => {
  expect(dropped(`SELECT ${read} FROM (${outcomes}) AS t`)).toBe(
    oneLine(textOf('SelectStmt', parsed(`SELECT ${read} FROM (${left}) AS t`))),
  );
});

const cte = 'SELECT unit, min(at) AS first FROM log GROUP BY unit';
test.each([
  // All columns are read.
  'SELECT * FROM (SELECT u.id, u.name FROM u) AS t',
  'SELECT row_to_json(t) FROM (SELECT u.id, u.name FROM u) AS t',
  'SELECT t.a FROM (SELECT u.id, u.name FROM u) AS t (a, b)',
  'SELECT max(t.n) FROM (SELECT u.*, 1 AS n FROM (SELECT id, name FROM u) AS u) AS t',
  // Other columns, other rows.
  'SELECT count(*) FROM (SELECT DISTINCT u.id, u.name FROM u) AS t',
  'SELECT count(*) FROM (SELECT u.id, u.name FROM u ORDER BY 2 LIMIT 3) AS t',
  'SELECT count(*) FROM (SELECT u.id, u.name FROM u UNION SELECT 1, 2) AS t',
  // A join that may find several rows, or none, and one that something else is read of.
  'WITH c AS (SELECT 1) SELECT count(*) FROM (SELECT u.id FROM u LEFT JOIN log ON log.unit = u.id) AS t',
  `SELECT count(*) FROM (WITH f AS (SELECT unit, at FROM log) SELECT u.id FROM u LEFT JOIN f ON f.unit = u.id) AS t`,
  `SELECT count(*) FROM (WITH f AS (SELECT unit, at FROM log GROUP BY unit, at) SELECT u.id FROM u LEFT JOIN f ON f.unit = u.id) AS t`,
  `SELECT count(*) FROM (WITH f AS (SELECT unit FROM log GROUP BY ROLLUP (unit)) SELECT u.id FROM u LEFT JOIN f ON f.unit = u.id) AS t`,
  `SELECT count(*) FROM (WITH f AS (${cte}) SELECT u.id FROM u LEFT JOIN f ON f.first = u.id) AS t`,
  `SELECT count(*) FROM (WITH f AS (${cte}) SELECT u.id FROM u JOIN f ON f.unit = u.id) AS t`,
  `SELECT count(*) FROM (WITH f AS (${cte}) SELECT u.id FROM u LEFT JOIN f ON f.unit = u.id WHERE f.first > 1) AS t`,
  `SELECT count(*) FROM (WITH f AS (${cte}) SELECT u.id FROM u LEFT JOIN f ON f.unit = u.id WHERE first > 1) AS t`,
  `SELECT count(*) FROM (WITH f AS (${cte}) SELECT u.id FROM u LEFT JOIN f ON f.unit = u.id OR true) AS t`,
])('nothing of %s', (sql) => {
  expect(dropped(sql)).toBe(oneLine(textOf('SelectStmt', parsed(sql))));
});
