/**
 * Who sees what, as an attacker would try it: each identity by each API for each member, against the oracle on the rows
 * that are the identity's.
 */
import fc from 'fast-check';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import definitions from '../../activation.config.ts';
import { workedExample } from '../../seeds/worked-example.ts';
import { timeZones } from '../differential/moment.ts';
import { questions } from '../differential/questions.ts';
import type { RunningStart } from '../harness/cube.ts';
import { type AnswerRow, answer } from '../oracle/answer.ts';
import { contract } from '../oracle/contract.ts';
import { differences } from '../oracle/differences.ts';
import type { Question } from '../oracle/question.ts';
import { inMicroseconds, type OracleRows } from '../oracle/source-rows.ts';
import type { Value } from '../oracle/value.ts';
import {
  type Answer,
  type Api,
  Connection,
  get,
  graphql,
  graphqlText,
  post,
  sql,
  webSocket,
} from './apis.ts';
import { startProduction } from './production-server.ts';
import { restrictedRows } from './restricted-rows.ts';
import { tokenOf } from './tokens.ts';

let server: RunningStart;
const database = new pg.Client({
  ...inject('workedExample'),
  types: { getTypeParser: () => (text: string) => text },
});

beforeAll(async () => {
  await database.connect();
  await database.query("SET TIME ZONE 'UTC'");
  server = await startProduction(inject('workedExample'));
}, 120_000);
afterAll(async () => {
  await database.end();
  expect(await server?.stop()).toBe(0);
});

const everything = inMicroseconds(workedExample());

/** Whoever asks: their claims, the rows that are theirs, and the members that aren't. */
interface Asker {
  claims: object;
  rows: OracleRows;
  hidden?: readonly string[];
}

/** What tells who a user is, or lists what they did. */
const identifiers = [
  'Users.userId',
  'ActivatedUsers.userId',
  'SessionHistory.sessionId',
  'SessionHistory.userId',
  'KeyActions.id',
  'KeyActions.userId',
];

const ofAccounts = (...ids: string[]): Asker => ({
  claims: { account_ids: ids },
  rows: restrictedRows(everything, ids),
});
const askers: Record<string, Asker> = {
  admin: { claims: { role: 'admin' }, rows: everything },
  analyst: { claims: { role: 'analyst' }, rows: everything, hidden: identifiers },
  'one account': ofAccounts('account-0001'),
  'several accounts': ofAccounts('account-0002', 'account-0007', 'account-0013', 'account-0150'),
  // Logs and eligibilities name it, and users may; accounts doesn't.
  'an account that accounts does not know': ofAccounts('account-9001', 'account-9005'),
  'an account of nobody': ofAccounts("nobody'; --"),
};

/** What is wrong with an answer; empty where nothing is. */
function wrongIn(asker: Asker, question: Question, { status, rows, total, text }: Answer): string[] {
  if (!rows) return [`status ${status}: ${text.slice(0, 300)}`];
  const expected = answer(contract(definitions, Date.now() * 1000), asker.rows, question);
  const found = differences(question, expected, rows);
  if (question.total && total !== expected.length) {
    found.push(`total ${total}, right is ${expected.length}`);
  }
  return found;
}

/** Asks each question on behalf of everybody at once, so that each meets what the others left in the cache. */
async function askAll(
  api: Api,
  asked: readonly Question[],
  wrong: (asker: Asker, question: Question, answer: Answer) => string[] = wrongIn,
): Promise<string[]> {
  const found: string[] = [];
  for (const [index, question] of asked.entries()) {
    await Promise.all(
      Object.entries(askers).map(async ([name, asker]) => {
        if ([...(question.dimensions ?? [])].some((member) => asker.hidden?.includes(member))) return;
        // Somebody else each time, whom no limit stops.
        const token = await tokenOf({ ...asker.claims, sub: `person ${index}` });
        const problems = wrong(asker, question, await api(server.url, token, question));
        if (problems.length > 0) {
          found.push([`${name}: ${JSON.stringify(question)}`, ...problems.slice(0, 5)].join('\n  '));
        }
      }),
    );
  }
  return found.slice(0, 10);
}

/** Every cube and view: all its measures in total, by each dimension, and by each time. */
const everyMember: Question[] = Object.entries(contract(definitions, 0)).flatMap(([name, cube]) => {
  const path = (member: string): string => `${name}.${member}`;
  const measures = Object.keys(cube.measures).map(path);
  return [
    { measures },
    ...Object.keys(cube.dimensions).map((by) => ({ measures, dimensions: [path(by)], total: true })),
    ...Object.keys(cube.times).map((time) => ({
      measures,
      timeDimensions: [{ dimension: path(time), granularity: 'month' as const }],
    })),
    ...Object.keys(cube.segments).map((segment) => ({ measures, segments: [path(segment)] })),
  ];
});

/** Of each cube and view one question, by a dimension. */
const oneOfEach: Question[] = Object.entries(contract(definitions, 0)).map(([name, cube]) => ({
  measures: Object.keys(cube.measures).map((member) => `${name}.${member}`),
  dimensions: Object.keys(cube.dimensions)
    .slice(-1)
    .map((member) => `${name}.${member}`),
}));

describe('each identity gets the numbers of its rows', { timeout: 240_000 }, () => {
  test('of every member, by REST', async () => {
    expect(await askAll(get, everyMember)).toEqual([]);
  });

  test('of random questions, by REST', async () => {
    const quarter = { min: Date.UTC(2026, 0, 1), max: Date.UTC(2026, 3, 1) };
    const material = {
      moments: fc.integer(quarter).map((milliseconds) => () => milliseconds * 1000),
      timeZones: fc.constantFrom(...timeZones),
      texts: fc.constantFrom(
        'developer',
        'free',
        'starter',
        'account-0001',
        'account-0003',
        'user-0001',
        '-',
      ),
    };
    const asked = fc
      .sample(questions(definitions, material), { seed: 20_260_103, numRuns: 40 })
      .map((pending) => ({ ...pending({ now: Date.now() * 1000, definitions }), total: true }))
      .filter(({ filters }) => !identifiers.some((name) => JSON.stringify(filters ?? []).includes(name)));
    expect(await askAll(get, asked)).toEqual([]);
  });

  test.each<[string, Api]>([
    ['POST', post()],
    ['WebSocket', webSocket],
    ['the SQL that /sql gives, run by hand', sql(database)],
  ])('of every cube and view, by %s', async (_, api) => {
    expect(await askAll(api, oneOfEach)).toEqual([]);
  });

  test('of every cube and view, by GraphQL', async () => {
    // GraphQL's numbers are floating point.
    const approximately = (value: Value): Value =>
      value && value.kind !== 'approximate'
        ? { kind: 'approximate', number: Number(value.numerator) / Number(value.denominator) }
        : value;
    const rounded = (row: AnswerRow): AnswerRow => ({
      ...row,
      measures: Object.fromEntries(
        Object.entries(row.measures).map(([name, value]) => [name, approximately(value)]),
      ),
    });
    const wrong = (asker: Asker, question: Question, { rows, text }: Answer): string[] => {
      const expected = answer(contract(definitions, Date.now() * 1000), asker.rows, question).map(rounded);
      return rows ? differences(question, expected, rows) : [text.slice(0, 300)];
    };
    expect(await askAll(graphql, oneOfEach, wrong)).toEqual([]);
  });
});
