import { describe, expect, it } from 'vitest';
import { redactSqlLiterals } from '../src/redact-sql.ts';

describe('SQL without its literals', () => {
  it.each([
    ["SELECT * FROM t WHERE a = 'x' AND b = 'y'", "SELECT * FROM t WHERE a = 'redacted' AND b = 'redacted'"],
    ["SELECT 'it''s me', 1", "SELECT 'redacted', 1"],
    ["SELECT ''", "SELECT 'redacted'"],
    ["SELECT E'it\\'s me' || e'\\\\', b", "SELECT 'redacted' || 'redacted', b"],
    ["SELECT 'a\\' || c || 'b'", "SELECT 'redacted' || c || 'redacted'"],
    ["SELECT $$it's me$$, $tag$ $$ ' $tag$, c", "SELECT 'redacted', 'redacted', c"],
    ['SELECT $1, a$b$ FROM t', 'SELECT $1, a$b$ FROM t'],
    [
      'SELECT "it\'s", "a ""b""" FROM t WHERE c = \'x\'',
      'SELECT "it\'s", "a ""b""" FROM t WHERE c = \'redacted\'',
    ],
    ["SELECT a -- it's\nFROM t /* for 'me' */", 'SELECT a  \nFROM t  '],
    ["SELECT typename'x'", "SELECT typename'redacted'"],
    ["SELECT 'never ends, SELECT 2", "SELECT 'redacted'"],
    ['SELECT $$never ends', "SELECT 'redacted'"],
    ['SELECT 1', 'SELECT 1'],
    ['', ''],
  ])('%s', (sql, expected) => {
    expect(redactSqlLiterals(sql)).toBe(expected);
  });
});
