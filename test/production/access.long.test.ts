/**
 * Who sees what, as an attacker would try it: each identity by each API for each member, against the oracle on the rows
 * that are the identity's.
 */
import fc from 'fast-check';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { signed, tokenOf } from '../../packages/cube-guard/test/tokens.ts';
import { workedExample } from '../../seeds/worked-example.ts';
import definitions from '../activation.config.ts';
import { timeZones } from '../differential/moment.ts';
import { questions } from '../differential/questions.ts';
import type { RunningStart } from '../harness/cube.ts';
import { compileModel } from '../harness/model.ts';
import { type AnswerRow, answer } from '../oracle/answer.ts';
import { askable, modelMembers } from '../oracle/askable.ts';
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
import { restrictedRows, rowsOfView } from './restricted-rows.ts';

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

/** What tells who a user is, or lists what they did or when. */
const identifiers = [
  'Users.userId',
  'Users.hoursToKeyAction',
  'Users.hoursToActivation',
  'ActivatedUsers.userId',
  'SessionHistory.sessionId',
  'SessionHistory.userId',
  'KeyActions.id',
  'KeyActions.userId',
  'ClickedReferrals.referralId',
  'ClickedReferrals.userId',
  'NewLeads.leadId',
  'NewLeads.userId',
  'SupportedUsers.userId',
  'SurveyAnswers.answerId',
  'SurveyAnswers.userId',
];

const ofAccounts = (...ids: string[]): Asker => ({
  claims: { account_ids: ids },
  rows: restrictedRows(everything, ids),
});
const askers: Record<string, Asker> = {
  // Thousands of rows of one unit each are another test's affair, and take the oracle long.
  admin: { claims: { role: 'admin' }, rows: everything, hidden: identifiers },
  analyst: { claims: { role: 'analyst' }, rows: everything, hidden: identifiers },
  'one account': ofAccounts('account-0001'),
  'several accounts': ofAccounts('account-0002', 'account-0007', 'account-0013', 'account-0150'),
  // Logs and eligibilities name it, and users may; accounts doesn't. The other is nobody's.
  'accounts that accounts does not know': ofAccounts('account-9001', 'account-9005', "nobody'; --"),
};

const members = modelMembers((await compileModel(definitions)).members);

/** The contract's cubes, which work their rows out once for each asker. */
const cubes = Object.fromEntries(
  Object.entries(askable(contract(definitions, Date.now() * 1000), members)).map(([name, cube]) => {
    const known = new Map<OracleRows, unknown[]>();
    const rows = (source: OracleRows): unknown[] => {
      const found = known.get(source) ?? cube.rows(rowsOfView(name, source, everything));
      known.set(source, found);
      return found;
    };
    return [name, { ...cube, rows }];
  }),
);

/** What is wrong with an answer; empty where nothing is. */
function wrongIn(asker: Asker, question: Question, { status, rows, total, text }: Answer): string[] {
  if (!rows) return [`status ${status}: ${text.slice(0, 300)}`];
  const expected = answer(cubes, asker.rows, question);
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

/** Two by two, so that fewer questions ask for all; those of {@link identifiers} alone, as some may not ask for them. */
const inPairs = (paths: string[]): string[][] => {
  const [alone, others] = [true, false].map((isAlone) =>
    paths.filter((path) => identifiers.includes(path) === isAlone),
  ) as [string[], string[]];
  const pairs = others.flatMap((path, index) =>
    index % 2 === 0 ? [[path, ...others.slice(index + 1, index + 2)]] : [],
  );
  return [...alone.map((path) => [path]), ...pairs];
};

/** Every cube and view: all its measures in total, by its dimensions, and by each time. */
const everyMember: Question[] = Object.entries(cubes).flatMap(([name, cube]) => {
  const path = (member: string): string => `${name}.${member}`;
  const measures = Object.keys(cube.measures).map(path);
  const dimensions = (cube.needs ?? []).map(path);
  return [
    { measures, dimensions },
    ...inPairs(Object.keys(cube.dimensions).map(path)).map((by) => ({
      measures,
      dimensions: [...new Set([...dimensions, ...by])],
    })),
    ...Object.keys(cube.times).map((time) => ({
      measures,
      dimensions,
      timeDimensions: [{ dimension: path(time), granularity: 'month' as const }],
    })),
    ...Object.keys(cube.segments).map((segment) => ({ measures, dimensions, segments: [path(segment)] })),
  ];
});

/** Of each cube and view one question, by a dimension. */
const oneOfEach: Question[] = Object.entries(cubes).map(([name, cube]) => ({
  measures: Object.keys(cube.measures).map((member) => `${name}.${member}`),
  dimensions: [...new Set([...(cube.needs ?? []), ...Object.keys(cube.dimensions).slice(-1)])].map(
    (member) => `${name}.${member}`,
  ),
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
      .sample(questions(definitions, members, material), { seed: 20_260_103, numRuns: 15 })
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
      const expected = answer(cubes, asker.rows, question).map(rounded);
      return rows ? differences(question, expected, rows) : [text.slice(0, 300)];
    };
    expect(await askAll(graphql, oneOfEach, wrong)).toEqual([]);
  });
});

describe('what is hidden is refused, wherever a query names it', { timeout: 120_000 }, () => {
  const hiddenFromAll = [
    'UserSessions.userId',
    'UserSessions.sessionCount',
    'UserAccounts.id',
    'SessionHistory.accountId',
    'KeyActions.accountId',
  ];
  const someId = 'user-0001';

  /** A measure that the member's cube may be asked for. */
  const measureOf = (member: string): string => {
    const cube = member.split('.')[0] ?? '';
    const named = { UserSessions: 'SessionHistory', UserAccounts: 'Users' }[cube] ?? cube;
    // Of the cubes that the oracle knows by their views alone, the count.
    const count = {
      ClickedReferrals: 'referredVisitors',
      NewLeads: 'leadCount',
      SupportedUsers: 'contactedUsers',
      SurveyAnswers: 'respondents',
    }[cube];
    return `${named}.${count ?? Object.keys(cubes[named]?.measures ?? {})[0]}`;
  };

  const places: [place: string, query: (member: string) => object][] = [
    ['shown', (member) => ({ dimensions: [member] })],
    ['shown beside a measure', (member) => ({ measures: [measureOf(member)], dimensions: [member] })],
    [
      'shown beside a view of its cube',
      (member) => ({ measures: ['ActivationRate.newSignUps'], dimensions: [member] }),
    ],
    [
      'in a filter',
      (member) => ({
        measures: [measureOf(member)],
        filters: [{ member, operator: 'equals', values: [someId] }],
      }),
    ],
    [
      'in a filter by its older name',
      (member) => ({
        measures: [measureOf(member)],
        filters: [{ dimension: member, operator: 'contains', values: ['1'] }],
      }),
    ],
    [
      'in a filter of a view',
      (member) => ({
        measures: ['MultiSessionActivationCompletionRate.newUserCount'],
        filters: [{ member, operator: 'equals', values: [someId] }],
      }),
    ],
    [
      'deep in a filter',
      (member) => ({
        measures: [measureOf(member)],
        filters: [{ or: [{ and: [{ member, operator: 'set' }] }, { member, operator: 'notSet' }] }],
      }),
    ],
    ['in the order', (member) => ({ measures: [measureOf(member)], order: { [member]: 'asc' } })],
    ['in the order as a list', (member) => ({ measures: [measureOf(member)], order: [[member, 'asc']] })],
    [
      'in the second of two queries',
      (member) => [
        {
          measures: ['ActivationRate.newSignUps'],
          timeDimensions: [{ dimension: 'ActivationRate.signedUpAt', granularity: 'month' }],
        },
        {
          measures: ['ActivationRate.newSignUps'],
          dimensions: [member],
          timeDimensions: [{ dimension: 'ActivationRate.signedUpAt', granularity: 'month' }],
        },
      ],
    ],
    [
      'in compared date ranges',
      (member) => ({
        measures: ['ActivationRate.newSignUps'],
        dimensions: [member],
        timeDimensions: [
          {
            dimension: 'ActivationRate.signedUpAt',
            compareDateRange: [
              ['2026-01-01', '2026-01-31'],
              ['2026-02-01', '2026-02-28'],
            ],
          },
        ],
      }),
    ],
  ];

  test.each<[string, Api]>([
    ['GET', get],
    ['POST', post()],
    ['/sql', post('sql')],
    ['/dry-run', post('dry-run')],
    ['/subscribe', post('subscribe')],
    ['WebSocket', webSocket],
  ])('by %s', async (_, api) => {
    const [analyst, admin, account] = await Promise.all([
      tokenOf({ role: 'analyst' }),
      tokenOf({ role: 'admin' }),
      tokenOf({ account_ids: ['account-0001'] }),
    ]);
    const asked: [token: string, member: string][] = [
      ...identifiers.map((member): [string, string] => [analyst, member]),
      ...hiddenFromAll.flatMap((member): [string, string][] =>
        [admin, analyst, account].map((token) => [token, member]),
      ),
    ];
    for (const [place, query] of places) {
      await Promise.all(
        asked.map(async ([token, member]) => {
          const { status, text } = await api(server.url, token, query(member));
          expect(text, `${member} ${place}`).toContain(
            `${member} is no member, or none that you may ask for`,
          );
          expect(status).toBe(400);
        }),
      );
    }
  });

  test('by GraphQL, whose schema names only what the asker sees, whoever asked before', async () => {
    const [analyst, admin] = await Promise.all([tokenOf({ role: 'analyst' }), tokenOf({ role: 'admin' })]);
    const names = async (token: string): Promise<string> => {
      const text = '{ __schema { types { name fields { name } inputFields { name } } } }';
      return (await graphqlText(server.url, token, text)).text;
    };
    for (const _ of ['first', 'again']) {
      expect(await names(admin)).toContain('"userId"');
      const seen = await names(analyst);
      expect(seen).toContain('"newSignUps"');
      expect(seen).not.toMatch(/userId|sessionId|UserSessions|UserAccounts/i);
    }
    for (const member of [...identifiers, ...hiddenFromAll]) {
      const { status, rows } = await graphql(server.url, analyst, { dimensions: [member] });
      expect({ status, rows }).toEqual({ status: 400, rows: undefined });
    }
    const filtered = {
      measures: ['Users.newUserCount'],
      filters: [{ member: 'Users.userId', values: [someId] }],
    };
    expect((await graphql(server.url, admin, filtered)).rows).toEqual([{ 'Users.newUserCount': 1 }]);
    expect(await graphql(server.url, analyst, filtered)).not.toHaveProperty('rows');
  });

  /** What lists the moments of a time dimension: the bare ones, and groups of them that are finer than a day. */
  const lists: [kind: string, query: (time: string) => object, reason: RegExp][] = [
    ['bare', (time) => ({ dimensions: [time] }), /without a granularity lists rows/],
    ...['second', 'minute', 'hour', 'no_such_granularity'].flatMap(
      (granularity): [string, (time: string) => object, RegExp][] => [
        [
          `by ${granularity}`,
          (time) => ({ timeDimensions: [{ dimension: time, granularity }] }),
          /lists rows, which is not for analysts/,
        ],
        [
          `as .${granularity}`,
          (time) => ({ dimensions: [`${time}.${granularity}`] }),
          /lists rows, which is not for analysts/,
        ],
      ],
    ),
  ];
  test.each(lists)('an analyst gets no moments, %s', async (_, query, reason) => {
    const token = await tokenOf({ role: 'analyst' });
    const response = await fetch(`${server.url}/cubejs-api/v1/meta`, { headers: { authorization: token } });
    const seen = (await response.json()) as { cubes: { dimensions: { name: string; type: string }[] }[] };
    const times = seen.cubes.flatMap(({ dimensions }) => dimensions.filter(({ type }) => type === 'time'));
    expect(times.length).toBeGreaterThan(10);
    for (const { name } of times) {
      for (const api of [get, webSocket, post('sql'), post('dry-run')]) {
        const { status, text } = await api(server.url, token, query(name));
        expect(text).toMatch(reason);
        expect(status).toBe(400);
      }
    }
  });

  test('by GraphQL neither, and a day is open to them', async () => {
    const token = await tokenOf({ role: 'analyst' });
    const by = (unit: string) =>
      graphqlText(server.url, token, `{ cube { users { newUserCount signedUpAt { ${unit} } } } }`);
    for (const unit of ['value', 'second', 'minute', 'hour']) {
      expect((await by(unit)).text).toContain('lists rows, which is not for analysts');
    }
    expect(JSON.parse((await by('day')).text).data.cube.length).toBeGreaterThan(80);
    const byDay = { measures: ['Users.newUserCount'], dimensions: ['Users.signedUpAt.day'] };
    expect((await get(server.url, token, byDay)).rows?.length).toBeGreaterThan(80);
  });

  test('an analyst gets no list of ungrouped rows', async () => {
    const query = { dimensions: ['Users.persona'], ungrouped: true };
    expect(await get(server.url, await tokenOf({ role: 'analyst' }), query)).toMatchObject({
      status: 400,
      text: expect.stringContaining('ungrouped'),
    });
  });

  test('/meta names what the asker sees, drill-down lists included', async () => {
    const meta = async (claims: object, suffix = ''): Promise<Answer> => {
      const response = await fetch(`${server.url}/cubejs-api/v1/meta${suffix}`, {
        headers: { authorization: await tokenOf(claims) },
      });
      return { status: response.status, text: await response.text() };
    };
    const admin = await meta({ role: 'admin' });
    const analyst = await meta({ role: 'analyst' });
    for (const member of identifiers) {
      expect(admin.text).toContain(`"${member}"`);
      expect(analyst.text).not.toContain(member);
    }
    for (const member of hiddenFromAll) expect(admin.text).not.toContain(member);
    expect(analyst.text).toContain('Users.newUserCount');
    expect((await meta({ account_ids: ['account-0001'] })).text).not.toMatch(/account-\d/);
    expect((await meta({ role: 'analyst' }, '?extended')).status).toBe(403);
    expect((await meta({ role: 'admin' }, '?extended')).status).toBe(200);
  });

  test('only admins cancel queries and build rollups', async () => {
    const ask = async (claims: object, method: string, path: string): Promise<number> => {
      const response = await fetch(`${server.url}/cubejs-api/v1/${path}`, {
        method,
        headers: { authorization: await tokenOf(claims), 'content-type': 'application/json' },
        ...(method === 'POST' && {
          body: '{"action":"post","selector":{"timezones":["UTC"],"contexts":[{"securityContext":{}}]}}',
        }),
      });
      return response.status;
    };
    const customer = { account_ids: ['account-0001'] };
    expect(await ask(customer, 'DELETE', 'running-query/any')).toBe(403);
    expect(await ask({ role: 'admin' }, 'DELETE', 'running-query/any')).toBe(200);
    expect(await ask(customer, 'POST', 'pre-aggregations/jobs')).toBe(403);
  });
});

describe('a connection lasts as long as its token', () => {
  test('by WebSocket', async () => {
    const now = Math.floor(Date.now() / 1000);
    // Clocks may differ by 5 seconds.
    const token = await signed({ role: 'admin', iat: now - 60, exp: now - 3 });
    const connection = await Connection.open(server.url, token);
    const query = { measures: ['ActivationRate.newSignUps'] };
    expect(await connection.ask('load', query)).toMatchObject({ status: 200 });
    await new Promise((over) => setTimeout(over, 2500));
    expect(await connection.ask('load', query)).toMatchObject({
      status: 403,
      message: { error: 'A valid token is required.' },
    });
    connection.socket.close();
  });
});

describe('what a query gives away beside its rows', () => {
  test('the filter in /dry-run and in the SQL names the asker’s accounts alone', async () => {
    const token = await tokenOf({ account_ids: ['account-0002', 'account-0007'] });
    for (const route of ['dry-run', 'sql', 'load']) {
      const { text } = await post(route)(server.url, token, { measures: ['SessionHistory.sessionCount'] });
      expect(new Set(text.match(/account-\d+/g))).toEqual(new Set(['account-0002', 'account-0007']));
    }
  });

  test('a query can’t take the filter back', async () => {
    const token = await tokenOf({ account_ids: ['account-0001'] });
    const measures = ['Users.newUserCount'];
    const right = String(restrictedRows(everything, ['account-0001']).users.length);
    for (const filters of [
      [
        {
          or: [
            { member: 'Users.accountId', operator: 'set' },
            { member: 'Users.accountId', operator: 'notSet' },
          ],
        },
      ],
      [{ member: 'Users.accountId', operator: 'notEquals', values: ['account-0002'] }],
      [{ member: 'Users.accountId', operator: 'contains', values: ["' OR TRUE --"] }, { or: [] }].slice(1),
      [],
    ]) {
      const { rows } = await get(server.url, token, { measures, filters });
      expect(rows).toEqual([{ 'Users.newUserCount': right }]);
    }
    const others = [{ member: 'Users.accountId', operator: 'equals', values: ['account-0002'] }];
    expect((await get(server.url, token, { measures, filters: others })).rows).toEqual([
      { 'Users.newUserCount': '0' },
    ]);
    const masked = { measures, maskedMembers: [{ member: 'Users.userId' }] };
    expect((await get(server.url, token, masked)).status).toBe(400);
  });
});
