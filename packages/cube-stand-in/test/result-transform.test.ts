import { describe, expect, it } from 'vitest';
import { type RawResult, type TransformRequest, transformResult } from '../src/result-transform.ts';

const signUpsByMonth: TransformRequest = {
  aliasToMemberNameMap: { by_month: 'SignUps.at.month', persona: 'SignUps.persona', total: 'SignUps.count' },
  annotation: {
    'SignUps.at.month': { type: 'time' },
    'SignUps.at': { type: 'time' },
    'SignUps.persona': { type: 'string' },
    'SignUps.count': { type: 'number' },
  },
  query: {
    measures: ['SignUps.count'],
    dimensions: ['SignUps.persona'],
    timeDimensions: [
      {
        dimension: 'SignUps.at',
        granularity: 'month',
        dateRange: ['2026-01-01T00:00:00.000', '2026-03-31T23:59:59.999'],
      },
    ],
  },
  queryType: 'regularQuery',
};

const twoMonths: RawResult = {
  members: ['by_month', 'persona', 'total'],
  columns: [
    ['2026-01-01 00:00:00', '2026-02-01 00:00:00'],
    ['2026-01-01 00:00:00', null],
    ['7', '9'],
  ],
};

const nothing: RawResult = { members: [], columns: [] };

describe('the formats', () => {
  const january = '2026-01-01T00:00:00.000';
  const february = '2026-02-01T00:00:00.000';

  it('default: one object a row, the time dimension bare as well', () => {
    expect(transformResult(signUpsByMonth, twoMonths)).toEqual([
      {
        'SignUps.at.month': january,
        // Looks like a time, but its member is text.
        'SignUps.persona': '2026-01-01 00:00:00',
        'SignUps.count': '7',
        'SignUps.at': january,
      },
      { 'SignUps.at.month': february, 'SignUps.persona': null, 'SignUps.count': '9', 'SignUps.at': february },
    ]);
  });

  it('compact: members once, one array a row', () => {
    expect(transformResult({ ...signUpsByMonth, resType: 'compact' }, twoMonths)).toEqual({
      members: ['SignUps.at.month', 'SignUps.persona', 'SignUps.count', 'SignUps.at'],
      dataset: [
        [january, '2026-01-01 00:00:00', '7', january],
        [february, null, '9', february],
      ],
    });
  });

  it('columnar: members once, one array a member', () => {
    expect(transformResult({ ...signUpsByMonth, resType: 'columnar' }, twoMonths)).toEqual({
      members: ['SignUps.at.month', 'SignUps.persona', 'SignUps.count', 'SignUps.at'],
      columns: [
        [january, february],
        ['2026-01-01 00:00:00', null],
        ['7', '9'],
        [january, february],
      ],
    });
  });

  it('pass values of every JSON type as they are', () => {
    const values = [null, true, 42, 4.5, '42.00', { a: [1] }, ['x'], ''];
    const raw = { members: ['total'], columns: [values] };
    expect(transformResult({ ...signUpsByMonth, resType: 'columnar' }, raw)).toEqual({
      members: ['SignUps.count'],
      columns: [values],
    });
  });

  it('keep a null and a number in a time member', () => {
    const raw = { members: ['by_month'], columns: [[null, 1767225600]] };
    expect(transformResult(signUpsByMonth, raw)).toEqual([
      { 'SignUps.at.month': null, 'SignUps.at': null },
      { 'SignUps.at.month': 1767225600, 'SignUps.at': 1767225600 },
    ]);
  });
});

describe('a result without rows', () => {
  it.each([
    ['default', []],
    ['compact', { members: [], dataset: [] }],
    ['columnar', { members: [], columns: [] }],
  ] as const)('%s', (resType, expected) => {
    expect(transformResult({ ...signUpsByMonth, resType }, nothing)).toEqual(expected);
  });

  it.each([
    ['a measure', 'SignUps.count'],
    ['a dimension', 'SignUps.persona'],
    ['a time dimension', 'SignUps.at'],
  ])('is refused where %s of the query is hidden', (_, member) => {
    const { [member]: _hidden, ...annotation } = signUpsByMonth.annotation;
    expect(() => transformResult({ ...signUpsByMonth, annotation }, nothing)).toThrow(
      `You requested hidden member: '${member}'`,
    );
  });

  it('is given where a time dimension only filters', () => {
    const request: TransformRequest = {
      ...signUpsByMonth,
      annotation: { 'SignUps.count': { type: 'number' } },
      query: {
        measures: ['SignUps.count'],
        timeDimensions: [{ dimension: 'SignUps.at', dateRange: ['2026-01-01', '2026-01-31'] }],
      },
    };
    expect(transformResult(request, nothing)).toEqual([]);
  });

  it('looks at the name of a member expression', () => {
    const request = { ...signUpsByMonth, query: { measures: [{ name: 'made_up' }] } };
    expect(() => transformResult(request, nothing)).toThrow("hidden member: 'made_up'");
  });
});

describe('what a result must not hold', () => {
  it("a hidden member, in Cube's words", () => {
    const { 'SignUps.persona': _hidden, ...annotation } = signUpsByMonth.annotation;
    expect(() => transformResult({ ...signUpsByMonth, annotation }, twoMonths)).toThrow(
      new Error(
        "You requested hidden member: 'SignUps.persona'. Please make it visible using `public: true`. " +
          'Please note primaryKey fields are `public: false` by default: ' +
          'https://cube.dev/docs/schema/reference/joins#setting-a-primary-key.',
      ),
    );
  });

  it('a column nobody asked for', () => {
    const raw = { members: ['other'], columns: [[1]] };
    expect(() => transformResult(signUpsByMonth, raw)).toThrow("Member name not found for alias: 'other'");
  });
});

describe('a bare time dimension', () => {
  const value = {
    minute: '2026-05-17T10:11:00.000',
    day: '2026-05-17T00:00:00.000',
    fiscal: '2026-04-01T00:00:00.000',
  };

  function bare(members: string[], dimensions: string[] = []) {
    const request: TransformRequest = {
      aliasToMemberNameMap: Object.fromEntries(members.map((member) => [member, member])),
      annotation: Object.fromEntries(members.map((member) => [member, { type: 'string' }])),
      query: { dimensions },
    };
    // Each column's only value is its member's name.
    const [row] = transformResult(request, { members, columns: members.map((member) => [member]) }) as Record<
      string,
      unknown
    >[];
    return row?.['Cube.time'];
  }

  it.each([
    [['second', 'minute', 'hour', 'day', 'week', 'month', 'quarter', 'year', 'fiscal'], 'second'],
    [['fiscal', 'year', 'quarter', 'month', 'week', 'day', 'hour', 'minute'], 'minute'],
    [['week', 'month', 'day'], 'day'],
    [['week', 'month'], 'week'],
    [['quarter', 'month'], 'month'],
    [['year', 'quarter'], 'quarter'],
    [['fiscal', 'year'], 'year'],
    [['fiscal', 'sprint'], 'sprint'],
  ])('of %j has the values of %s', (granularities, finest) => {
    expect(bare(granularities.map((granularity) => `Cube.time.${granularity}`))).toBe(`Cube.time.${finest}`);
  });

  it('is left alone where the query asks for it itself', () => {
    expect(bare(['Cube.time.day', 'Cube.time'], ['Cube.time'])).toBe('Cube.time');
    expect(bare(['Cube.time.day'], ['Cube.time'])).toBeUndefined();
  });

  it('is added only for members of three parts', () => {
    expect(bare(['Cube.time.day.more'])).toBeUndefined();
    expect(bare(['Cube.other'])).toBeUndefined();
  });

  it('is one for each dimension', () => {
    const request: TransformRequest = {
      aliasToMemberNameMap: { a: 'A.at.day', b: 'B.at.minute', c: 'A.at.fiscal' },
      annotation: {
        'A.at.day': { type: 'time' },
        'B.at.minute': { type: 'time' },
        'A.at.fiscal': { type: 'time' },
      },
      query: {},
    };
    const raw = { members: ['a', 'b', 'c'], columns: [[value.day], [value.minute], [value.fiscal]] };
    expect(transformResult(request, raw)).toEqual([
      {
        'A.at.day': value.day,
        'B.at.minute': value.minute,
        'A.at.fiscal': value.fiscal,
        'A.at': value.day,
        'B.at': value.minute,
      },
    ]);
  });
});

describe('a query that compares date ranges', () => {
  const request: TransformRequest = { ...signUpsByMonth, queryType: 'compareDateRangeQuery' };
  const range = '2026-01-01T00:00:00.000 - 2026-03-31T23:59:59.999';
  const raw = { members: ['total'], columns: [['7', null]] };

  it('names its range in each row', () => {
    expect(transformResult(request, raw)).toEqual([
      { 'SignUps.count': '7', compareDateRange: range },
      { 'SignUps.count': null, compareDateRange: range },
    ]);
    expect(transformResult({ ...request, resType: 'compact' }, raw)).toEqual({
      members: ['SignUps.count', 'compareDateRange'],
      dataset: [
        ['7', range],
        [null, range],
      ],
    });
    expect(transformResult({ ...request, resType: 'columnar' }, raw)).toEqual({
      members: ['SignUps.count', 'compareDateRange'],
      columns: [
        ['7', null],
        [range, range],
      ],
    });
  });

  it.each([
    ['no time dimension', []],
    ['no range', [{ dimension: 'SignUps.at', granularity: 'month' }]],
    ['a range with one end', [{ dimension: 'SignUps.at', dateRange: ['2026-01-01'] }]],
  ])('is refused with %s', (_, timeDimensions) => {
    expect(() => transformResult({ ...request, query: { timeDimensions } }, raw)).toThrow(
      'two ends of its range',
    );
  });
});

describe('a query that is blended with others', () => {
  const request: TransformRequest = { ...signUpsByMonth, queryType: 'blendingQuery' };

  it('has its time under the shared name', () => {
    const [row] = transformResult(request, twoMonths) as Record<string, unknown>[];
    expect(row).toMatchObject({
      'SignUps.at.month': '2026-01-01T00:00:00.000',
      'time.month': '2026-01-01T00:00:00.000',
    });
    expect(transformResult({ ...request, resType: 'columnar' }, twoMonths)).toEqual({
      members: ['SignUps.at.month', 'SignUps.persona', 'SignUps.count', 'SignUps.at', 'time.month'],
      columns: [
        ['2026-01-01T00:00:00.000', '2026-02-01T00:00:00.000'],
        ['2026-01-01 00:00:00', null],
        ['7', '9'],
        ['2026-01-01T00:00:00.000', '2026-02-01T00:00:00.000'],
        ['2026-01-01T00:00:00.000', '2026-02-01T00:00:00.000'],
      ],
    });
  });

  it('is refused without a granularity', () => {
    const query = { timeDimensions: [{ dimension: 'SignUps.at' }] };
    // Cube answers an error of this type with status 400, any other with 500.
    expect(() => transformResult({ ...request, query }, twoMonths)).toThrow(
      expect.objectContaining({
        type: 'UserError',
        message: expect.stringContaining('needs a time dimension with a granularity'),
      }),
    );
  });
});
