import type { RollupSettings } from '../../src/config/rollup-settings.ts';
import type { Cohort } from '../language/cohort.ts';
import { Code, references } from './cube-file.ts';
import { indented, snake, sqlDays } from './sql-text.ts';

/** What the rollups of a cohort's cube are made of. */
export interface RolledUp {
  cube: string;
  cohort: Cohort;
  settings: RollupSettings;
  /** SQL of a relation with the cohorts' times, all of them and no others, and its columns: where the first and the last are found. */
  cohorts: { relation: string; starts: readonly string[] };
  /** SQL of a relation with its rows and their `version`, where the units' outcomes are kept. */
  kept?: string | undefined;
  /** SQL of a relation with a fingerprint of each user that its rows are of, where there is one of all that they are made of. */
  fingerprints?: string | undefined;
  /** The accounts' relation, where users are broken down by their account's attributes. */
  accountsOfUsers?: string | undefined;
  /** The measures whose values over parts of the units may be added up. */
  measures: string[];
  /** The unit's attributes, and those of a user's account, by their paths. */
  attributes: string[];
  accountAttributes: string[];
  /** The numbers of a unit that views break down by. */
  breakdowns: string[];
  segments: string[];
  settledAfterDays: number[];
  /** The columns of the cube's query that change with its rows alone, where others change as time goes by. */
  lastingColumns?: string[] | undefined;
}

type Period = 'day' | 'week' | 'month' | 'quarter' | 'year';

/** What one rollup holds. */
interface Grain {
  dimensions: string[];
  segments?: string[];
  /** The granularity that cohorts are told apart by; without it, they aren't. */
  granularity?: Period;
  /** The time dimension of that granularity, where it isn't the cohorts' own. */
  timeDimension?: string | undefined;
  /** The period that there is a table for each of, so that a refresh rebuilds those that changed. */
  partition?: Period;
}

/** A cube's rollups by their names, in the order in which Cube tries them: the smallest first. */
export function rollups(rolledUp: RolledUp): Record<string, object> {
  if (!rolledUp.settings.enabled) return {};
  return Object.fromEntries(
    Object.entries(grains(rolledUp)).map(([name, grain], index) => [
      name,
      // Its tables are called by it: short, as Postgres cuts names off at 63 characters, and Cube adds 35.
      rollup(rolledUp, grain, `r${index + 1}`),
    ]),
  );
}

function grains({
  cohort,
  attributes,
  accountAttributes,
  breakdowns,
  segments,
  kept,
}: RolledUp): Record<string, Grain> {
  const byAccount = <Held extends Grain>(name: string, held: Held): Record<string, Held> =>
    accountAttributes.length > 0 ? { [name]: { ...held, dimensions: accountAttributes } } : {};
  switch (cohort.rollups) {
    case 'user':
      return {
        monthly: { dimensions: attributes, granularity: 'month', partition: 'month' },
        ...byAccount('monthlyByAccount', { dimensions: [], granularity: 'month', partition: 'month' }),
        dailyByOutcome: { dimensions: breakdowns, segments, granularity: 'day', partition: 'month' },
        daily: { dimensions: attributes, granularity: 'day', partition: 'month' },
        ...byAccount('dailyByAccount', { dimensions: [], granularity: 'day', partition: 'month' }),
        // Almost a row a user: for what the others can't tell, and to make them from. Kept outcomes are that row.
        ...(!kept && {
          detailed: {
            dimensions: [...attributes, ...accountAttributes, ...breakdowns],
            segments,
            granularity: 'day',
            partition: 'month',
          },
        }),
      };
    // Few tables: their cohorts are of few units a day, and follow on others'.
    case 'derived':
      return {
        monthly: { dimensions: attributes, segments, granularity: 'month', partition: 'year' },
        ...byAccount('monthlyByAccount', { dimensions: [], granularity: 'month', partition: 'year' }),
        daily: {
          dimensions: [...attributes, ...breakdowns],
          segments,
          granularity: 'day',
          partition: 'quarter',
        },
        ...byAccount('dailyByAccount', { dimensions: [], granularity: 'day', partition: 'quarter' }),
      };
    case 'account':
      return {
        monthly: { dimensions: attributes, granularity: 'month', partition: 'month' },
        daily: { dimensions: attributes, granularity: 'day', partition: 'month' },
      };
    case 'item': {
      const { each = '' } = cohort.crossing ?? {};
      const dimensions = [`${each}Name`, `${each}Position`, ...attributes];
      return {
        monthly: { dimensions, granularity: 'month', partition: 'year' },
        daily: { dimensions, segments, granularity: 'day', partition: 'month' },
        // A unit counts once over all items, so that these can't be made of those above.
        monthlyOverall: { dimensions: attributes, granularity: 'month', partition: 'year' },
        overall: { dimensions: attributes, granularity: 'day', partition: 'month' },
      };
    }
    // Few tables: of each user there are as many rows as there are features.
    case 'userItem': {
      const { each = '' } = cohort.crossing ?? {};
      const items = [`${each}Name`, `${each}Position`];
      return {
        monthly: { dimensions: [...items, ...attributes], granularity: 'month', partition: 'year' },
        ...(accountAttributes.length > 0 && {
          monthlyByAccount: {
            dimensions: [...items, ...accountAttributes],
            granularity: 'month',
            partition: 'year',
          },
        }),
        daily: { dimensions: [...items, ...attributes], granularity: 'day', partition: 'quarter' },
        // A user counts once over all features, so that these can't be made of those above.
        overall: { dimensions: attributes, granularity: 'month', partition: 'year' },
      };
    }
    // A user counts once in whatever time: the counts of days don't add up to those of a month.
    case 'activity':
      return {
        overall: { dimensions: attributes },
        yearly: { dimensions: attributes, granularity: 'year' },
        quarterly: { dimensions: attributes, granularity: 'quarter' },
        monthly: { dimensions: attributes, granularity: 'month' },
        weekly: { dimensions: attributes, granularity: 'week' },
        daily: { dimensions: attributes, granularity: 'day' },
      };
    // Of few units: their tables are made whole.
    case 'few': {
      const own = cohort.columns
        .filter(({ isInView, type }) => isInView && type !== 'time')
        .map(({ name }) => name);
      return {
        monthly: { dimensions: [...own, ...attributes], granularity: 'month' },
        daily: { dimensions: [...own, ...attributes, ...breakdowns], segments, granularity: 'day' },
        ...(accountAttributes.length > 0 && {
          dailyByAccount: { dimensions: [...own, ...accountAttributes], granularity: 'day' as const },
        }),
        // A user counts once over all that the scores are apart by, too.
        ...(cohort.oneOf && { overall: { dimensions: attributes, granularity: 'month' as const } }),
      };
    }
    case 'none':
      return {};
    case 'eligibility':
      return eligibilityGrains(cohort, attributes);
  }
}

/**
 * An account counts once in whatever slice, so that the counts of features, or of months, don't add up to those of
 * several features or of a year: a rollup for each grain that people ask for.
 */
function eligibilityGrains(
  { accountCreatedAt, columns }: Cohort,
  attributes: string[],
): Record<string, Grain> {
  const feature = columns.filter(({ isInView }) => isInView).map(({ name }) => name);
  const all: [name: string, grain: Omit<Grain, 'dimensions'> & { dimensions?: string[] }][] = [
    // The chart of each month, in a table of some rows however many accounts there are.
    ['monthlyTotals', { dimensions: [], granularity: 'month' }],
    ['overall', {}],
    ['monthly', { granularity: 'month', partition: 'year' }],
    ['quarterly', { granularity: 'quarter', partition: 'year' }],
    ['yearly', { granularity: 'year' }],
    ['weekly', { granularity: 'week' }],
    ['daily', { granularity: 'day', partition: 'quarter' }],
    ['byAccountCohort', { granularity: 'day', timeDimension: accountCreatedAt?.name }],
  ];
  return Object.fromEntries(
    all.flatMap(([name, { dimensions = attributes, ...grain }]) => [
      [name, { ...grain, dimensions }],
      [`${name}ByFeature`, { ...grain, dimensions: [...feature, ...dimensions] }],
    ]),
  );
}

function rollup(rolledUp: RolledUp, grain: Grain, sqlAlias: string): object {
  const { cohort, settings, kept, fingerprints, cohorts, measures } = rolledUp;
  const { dimensions, segments = [], granularity, timeDimension = cohort.start.name } = grain;
  // What is made of kept outcomes costs less to read than to make tables of, and months are made of days.
  const longer = granularity === 'month' ? 'year' : 'quarter';
  const partition = kept && grain.partition === 'month' ? longer : grain.partition;
  const [start = '', ...others] = cohorts.starts.map((column) => `cohort.${column}`);
  const boundary = (ofTimes: 'MIN' | 'MAX', ofUnit: 'LEAST' | 'GREATEST'): object => {
    const end = others.length > 0 ? `${ofUnit}(${[start, ...others].join(', ')})` : start;
    return { sql: `SELECT ${ofTimes}(${end}) FROM ${cohorts.relation} AS cohort` };
  };
  const isPartitioned = partition !== undefined;
  // Who outlives a window changes no row.
  const changesByRowsAlone = rolledUp.settledAfterDays.length === 0;
  return {
    type: 'rollup',
    sqlAlias,
    measures: references(measures),
    dimensions: references(dimensions),
    ...(segments.length > 0 && { segments: references(segments) }),
    ...(granularity && {
      timeDimension: new Code(`CUBE.${timeDimension}`),
      granularity,
      // Unless told, Cube answers "since the 10th" from the counts of whole months.
      allowNonStrictDateRangeMatch: false,
    }),
    ...(partition && {
      partitionGranularity: partition,
      buildRangeStart: boundary('MIN', 'LEAST'),
      buildRangeEnd: boundary('MAX', 'GREATEST'),
    }),
    refreshKey: kept
      ? { every: settings.keptEvery, sql: versions(rolledUp, kept, isPartitioned) }
      : fingerprints && changesByRowsAlone
        ? { every: settings.keptEvery, sql: ofFingerprints(fingerprints) }
        : { every: settings.refreshEvery, sql: contents(rolledUp, isPartitioned) },
  };
}

/**
 * SQL of a value that is another one when, and only when, the rows of the partition are: rows that are new, changed
 * or gone, however late, and for each window how many have outlived it, which changes without a write. A row is hashed
 * as Postgres sends it, which every type has, whatever the session's settings. The comment is for this project's
 * dialect, which asks less often for a partition that ended longer ago.
 */
function contents(rolledUp: RolledUp, isPartitioned: boolean): string {
  const { cube, settings, accountsOfUsers, lastingColumns } = rolledUp;
  const ofUnit = lastingColumns?.map((column) => `unit.${column}`) ?? ['unit.*'];
  const ofAccount =
    accountsOfUsers && `\n  LEFT JOIN ${accountsOfUsers} AS account\n    ON account.id = unit.account_id`;
  const rows =
    ofAccount || lastingColumns
      ? `(\n  SELECT ${[...ofUnit, ...(ofAccount ? ['account'] : [])].join(', ')}\n  FROM \${${cube}.sql()} AS unit${ofAccount ?? ''}\n)`
      : `\${${cube}.sql()}`;
  return keySql(rolledUp, {
    comment: ` /* update window: ${settings.updateWindow} */`,
    contents: 'SUM(HASH_RECORD_EXTENDED(ROW(RECORD_SEND(cohort)), 0))',
    rows,
    isPartitioned,
    now: 'NOW()',
  });
}

/**
 * The same of rows with a version, which is higher for what is newer: of fewer or more rows the count is another one,
 * and of as many the sum is higher where any is new.
 */
const versions = (rolledUp: RolledUp, rows: string, isPartitioned: boolean): string =>
  keySql(rolledUp, {
    comment: '',
    contents: 'SUM(cohort.version)',
    rows,
    isPartitioned,
    // It is asked for more often than its rows can change. Of many users somebody has always just outlived a window.
    now: `DATE_BIN(INTERVAL '${rolledUp.settings.refreshEvery}', NOW(), TIMESTAMPTZ 'epoch')`,
  });

/** The same of fingerprints: of a user for whom it is another one, something is new, changed or gone. */
const ofFingerprints = (fingerprints: string): string =>
  [
    'SELECT COUNT(*) AS cohort_users, SUM(HASH_RECORD_EXTENDED(fingerprint, 0)) AS contents',
    `FROM ${fingerprints} AS fingerprint`,
  ].join('\n');

/** Without partitions there is nothing to filter by; with it Cube would write two texts for one key, and ask for both. */
function keySql(
  { cube, cohort, settledAfterDays }: RolledUp,
  key: { comment: string; contents: string; rows: string; isPartitioned: boolean; now: string },
): string {
  const { comment, contents, rows, isPartitioned, now } = key;
  const start = `cohort.${snake(cohort.start.column)}`;
  const columns = [
    'COUNT(*) AS cohort_rows',
    `${contents} AS contents`,
    ...settledAfterDays.map(
      (days) => `COUNT(*) FILTER (WHERE ${start} + ${sqlDays(days)} <= ${now}) AS settled_after_${days}_days`,
    ),
  ];
  return [
    `SELECT${comment}`,
    indented(columns.join(',\n')),
    `FROM ${rows} AS cohort`,
    ...(isPartitioned ? [`WHERE \${FILTER_PARAMS.${cube}.${cohort.start.name}.filter('${start}')}`] : []),
  ].join('\n');
}
