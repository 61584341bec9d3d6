import fc from 'fast-check';
import { askable, type ModelMembers } from '../oracle/askable.ts';
import type { CatalogueDefinitions } from '../oracle/catalogue/settings.ts';
import { contract } from '../oracle/contract.ts';
import type { AnyCube } from '../oracle/cube.ts';
import { granularities, wallClock } from '../oracle/local-time.ts';
import type { Operator, Question, QuestionFilter, QuestionTimeDimension } from '../oracle/question.ts';
import type { Microseconds } from '../oracle/source-rows.ts';
import { daysOff, type Pending } from './moment.ts';
import { views } from './views.ts';

/** What questions are made of besides the model's members: what the rows asked about hold, or nearly. */
export interface Material {
  /** Near which dates are asked for. */
  moments: fc.Arbitrary<Pending<Microseconds>>;
  timeZones: fc.Arbitrary<string>;
  /** Values of text to filter by. */
  texts: fc.Arbitrary<string>;
}

/**
 * Any question about any view or cube of the contract, as far as the model has it.
 *
 * @param about the names of the views and cubes to ask about; all of them unless told
 */
export function questions(
  definitions: CatalogueDefinitions,
  model: ModelMembers,
  material: Material,
  about?: readonly string[],
): fc.Arbitrary<Pending<Question>> {
  const cubes = Object.entries(askable(contract(definitions, 0), model)).filter(
    ([name]) => about?.includes(name) ?? true,
  );
  return fc.oneof(
    ...cubes.map(([name, cube]) => ({
      weight: views.includes(name) ? 4 : 1,
      arbitrary: questionsAbout(name, cube, material),
    })),
  );
}

function questionsAbout(name: string, cube: AnyCube, material: Material): fc.Arbitrary<Pending<Question>> {
  const paths = (members: object): string[] => Object.keys(members).map((member) => `${name}.${member}`);
  const measures = paths(cube.measures);
  const dimensions = paths(cube.dimensions);
  const needed = (cube.needs ?? []).map((dimension) => `${name}.${dimension}`);
  const seldom = <Thing>(thing: fc.Arbitrary<Thing>) =>
    fc.oneof({ weight: 4, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: thing });

  return material.timeZones.chain((timezone) =>
    fc
      .record({
        measures: fc.oneof(
          { weight: 6, arbitrary: fc.constant(measures) },
          { weight: 1, arbitrary: fc.subarray(measures) },
        ),
        dimensions: fc.oneof(
          { weight: 2, arbitrary: fc.constant<string[]>([]) },
          { weight: 2, arbitrary: fc.subarray(dimensions, { maxLength: Math.min(3, dimensions.length) }) },
        ),
        timeDimensions: fc.oneof(
          { weight: 3, arbitrary: fc.constant<Pending<QuestionTimeDimension>[]>([]) },
          {
            weight: 2,
            arbitrary: fc.array(timeDimensions(paths(cube.times), timezone, material), { maxLength: 2 }),
          },
        ),
        filters: seldom(fc.array(filters(name, cube, timezone, material), { minLength: 1, maxLength: 2 })),
        segments: seldom(fc.subarray(paths(cube.segments))),
        order: seldom(
          fc.infiniteStream(fc.tuple(fc.nat(20), fc.constantFrom<'asc' | 'desc'>('asc', 'desc'))),
        ),
        page: seldom(fc.record({ limit: fc.integer({ min: 1, max: 4 }), offset: fc.nat(2) })),
      })
      .map((sketch) => (circumstances): Question => {
        const dated = uniqueBuckets(sketch.timeDimensions.map((pending) => pending(circumstances)));
        const groupedBy = [...new Set([...sketch.dimensions, ...needed])];
        const grouping = [
          ...groupedBy,
          ...dated.flatMap(({ dimension, granularity }) => (granularity === undefined ? [] : [dimension])),
        ];
        const asked = sketch.measures.length + grouping.length > 0 ? sketch.measures : measures;
        const columns = [...new Set([...grouping, ...asked])];
        return {
          measures: asked,
          dimensions: groupedBy,
          timeDimensions: dated,
          timezone,
          ...(sketch.filters && { filters: sketch.filters.map((pending) => pending(circumstances)) }),
          ...(sketch.segments && { segments: sketch.segments }),
          ...(sketch.order &&
            columns.length > 0 && {
              order: untilApproximate(
                [...sketch.order.take(Math.min(2, columns.length))].map(([index, direction]) => [
                  columns[index % columns.length] as string,
                  direction,
                ]),
              ),
            }),
          ...sketch.page,
        };
      }),
  );
}

/** The same column twice is no question. */
const uniqueBuckets = (timeDimensions: QuestionTimeDimension[]): QuestionTimeDimension[] =>
  timeDimensions.filter(
    ({ dimension, granularity }, index) =>
      granularity === undefined ||
      index ===
        timeDimensions.findIndex(
          (other) => other.dimension === dimension && other.granularity === granularity,
        ),
  );

/**
 * A measure that may be floating point, and near a whole number that it should be; or one of any decimals, of which
 * Postgres and the oracle need not compare the same ones.
 */
const isApproximate = (measure: string): boolean =>
  /\.(median\w*|estimatedShareActivated|customerEngagementScore|revenuePerTrialUser|lifetimeValueOfConverted|averageScore)$/.test(
    measure,
  );

/** Floating point may tell apart what is the same, so that what comes after it in an order says nothing. */
const untilApproximate = (order: [string, 'asc' | 'desc'][]): [string, 'asc' | 'desc'][] => {
  const first = order.findIndex(([column]) => isApproximate(column) || /(Low|High)$/.test(column));
  return first < 0 ? order : order.slice(0, first + 1);
};

function timeDimensions(
  times: string[],
  timezone: string,
  material: Material,
): fc.Arbitrary<Pending<QuestionTimeDimension>> {
  return fc
    .record({
      dimension: fc.constantFrom(...times),
      granularity: fc.option(fc.constantFrom(...granularities), { freq: 4, nil: undefined }),
      dateRange: fc.option(dateRanges(timezone, material), { freq: 2, nil: undefined }),
    })
    .map(({ dimension, granularity, dateRange }) => (circumstances) => ({
      dimension,
      ...(granularity && { granularity }),
      ...(dateRange && { dateRange: dateRange(circumstances) }),
    }));
}

/** A local date near the data set's timestamps. In UTC sometimes a local time, which elsewhere may not be one moment. */
function dates(timezone: string, material: Material): fc.Arbitrary<Pending<string>> {
  return fc
    .record({
      moment: material.moments,
      days: fc.constantFrom(0, -1, 1, -7),
      isTime: fc.boolean(),
    })
    .map(({ moment, days, isTime }) => (circumstances) => {
      const local = wallClock(daysOff(moment(circumstances), days), timezone);
      return isTime && timezone === 'UTC' ? local.slice(0, 23) : local.slice(0, 10);
    });
}

function dateRanges(timezone: string, material: Material): fc.Arbitrary<Pending<[string, string]>> {
  return fc.tuple(dates(timezone, material), dates(timezone, material)).map((ends) => (circumstances) => {
    const [one, other] = ends.map((end) => end(circumstances)) as [string, string];
    return one <= other ? [one, other] : [other, one];
  });
}

function filters(
  name: string,
  cube: AnyCube,
  timezone: string,
  material: Material,
): fc.Arbitrary<Pending<QuestionFilter>> {
  const path = (member: string): string => `${name}.${member}`;
  const numbers = Object.keys(cube.dimensions).filter((member) =>
    /Position$|^sessionsTo|^(day|times)$/.test(member),
  );
  const booleans = Object.keys(cube.dimensions).filter((member) => /^is[A-Z]/.test(member));
  const texts = Object.keys(cube.dimensions).filter(
    (member) => !numbers.includes(member) && !booleans.includes(member),
  );
  const measures = Object.keys(cube.measures).map(path);
  const approximate = measures.filter(isApproximate);

  const onText = onValues(texts.map(path), textOperators, fc.oneof(material.texts, fc.constant(null)));
  const onTime = fc
    .record({
      member: fc.constantFrom(...Object.keys(cube.times).map(path)),
      range: dateRanges(timezone, material),
      operator: fc.constantFrom(...timeOperators),
    })
    .map(({ member, range, operator }) => (circumstances: Parameters<typeof range>[0]): QuestionFilter => {
      const [from, to] = range(circumstances);
      if (operator === 'set' || operator === 'notSet') return { member, operator };
      return { member, operator, values: /DateRange$/.test(operator) ? [from, to] : [from.slice(0, 10)] };
    });
  const ofDimensions: fc.Arbitrary<Pending<QuestionFilter>> = fc.oneof(
    onText,
    onTime,
    ...(numbers.length > 0
      ? [onValues(numbers.map(path), numberOperators, fc.constantFrom('0', '1', '2', '3'))]
      : []),
  );
  const ofMeasures = fc.oneof(
    onValues(
      measures.filter((measure) => !approximate.includes(measure)),
      numberOperators,
      fc.constantFrom('0', '1', '2', '50', '100'),
    ),
    // None of them is any of these but 0: floating point may miss a whole number.
    ...(approximate.length > 0
      ? [
          onValues(
            approximate,
            numberOperators,
            fc.constantFrom('0', '0.7310586', '33.1234567', '271.8281828'),
          ),
        ]
      : []),
  );
  const grouped = (one: fc.Arbitrary<Pending<QuestionFilter>>): fc.Arbitrary<Pending<QuestionFilter>> =>
    fc
      .tuple(fc.constantFrom<'and' | 'or'>('and', 'or'), fc.array(one, { minLength: 1, maxLength: 3 }))
      .map(([by, parts]) => (circumstances) => {
        const resolved = parts.map((part) => part(circumstances));
        return by === 'and' ? { and: resolved } : { or: resolved };
      });
  return fc.oneof(
    { weight: 6, arbitrary: ofDimensions },
    { weight: 2, arbitrary: grouped(fc.oneof(ofDimensions, grouped(ofDimensions))) },
    { weight: 1, arbitrary: ofMeasures },
  );
}

/** A filter by one or more values; the operators on numbers take one, `set` and `notSet` none. */
function onValues(
  members: string[],
  operators: readonly Operator[],
  value: fc.Arbitrary<string | null>,
): fc.Arbitrary<Pending<QuestionFilter>> {
  return fc
    .record({
      member: fc.constantFrom(...members),
      operator: fc.constantFrom(...operators),
      values: fc.uniqueArray(value, { minLength: 1, maxLength: 3 }),
    })
    .map(({ member, operator, values }) => (): QuestionFilter => {
      if (operator === 'set' || operator === 'notSet') return { member, operator };
      if (operator === 'equals' || operator === 'notEquals') return { member, operator, values };
      const texts = values.filter((text) => text !== null);
      if (texts.length === 0) return { member, operator: 'notSet' };
      return { member, operator, values: /^[gl]te?$/.test(operator) ? texts.slice(0, 1) : texts };
    });
}

const textOperators = [
  'equals',
  'notEquals',
  'set',
  'notSet',
  'contains',
  'notContains',
  'startsWith',
  'notStartsWith',
  'endsWith',
  'notEndsWith',
] as const satisfies Operator[];

const numberOperators = [
  'equals',
  'notEquals',
  'set',
  'notSet',
  'gt',
  'gte',
  'lt',
  'lte',
] as const satisfies Operator[];

const timeOperators = [
  'set',
  'notSet',
  'inDateRange',
  'notInDateRange',
  'onTheDate',
  'beforeDate',
  'beforeOrOnDate',
  'afterDate',
  'afterOrOnDate',
] as const satisfies Operator[];
