import { granularities } from '../oracle/local-time.ts';
import type { Question, QuestionFilter } from '../oracle/question.ts';

/** How a question is dressed as SQL. */
export const shapes = ['plain', 'sub-select', 'cte', 'around', 'parameters', 'cast dates'] as const;
export type Shape = (typeof shapes)[number];

export interface QuestionSql {
  text: string;
  values: string[];
  /** The names that Cube gives to the columns, in their order. Postgres cuts them off, so they have others. */
  columns: string[];
}

/** A question as a SELECT. */
export function questionSql(question: Question, shape: Shape): QuestionSql {
  return new Writer(question, shape).write();
}

const quoted = (name: string): string => `"${name}"`;
const nameOf = (member: string): string => member.split('.')[1] ?? '';

class Writer {
  private readonly values: string[] = [];

  constructor(
    private readonly question: Question,
    private readonly shape: Shape,
  ) {}

  write(): QuestionSql {
    const { measures = [], dimensions = [], timeDimensions = [], segments = [], order = [] } = this.question;
    const { filters = [], limit, offset } = this.question;
    const keys = [
      ...dimensions.map((member) => ({ name: member, expression: column(member) })),
      ...timeDimensions.flatMap(({ dimension, granularity }) =>
        granularity
          ? [{ name: `${dimension}.${granularity}`, expression: this.bucket(dimension, granularity) }]
          : [],
      ),
    ];
    const columns = [...keys.map(({ name }) => name), ...measures];
    const alias = (name: string): string => `column_${columns.indexOf(name)}`;
    const view = quoted(
      [...measures, ...dimensions, ...timeDimensions.map(({ dimension }) => dimension)][0]?.split('.')[0] ??
        '',
    );
    const isOfMeasures = (filter: QuestionFilter): boolean =>
      'and' in filter
        ? filter.and.some(isOfMeasures)
        : 'or' in filter
          ? filter.or.some(isOfMeasures)
          : !this.isDimension(filter.member);
    const where = [
      ...timeDimensions.flatMap(({ dimension, dateRange }) =>
        dateRange
          ? [this.filter({ member: dimension, operator: 'inDateRange', values: dateRange as string[] })]
          : [],
      ),
      ...filters.filter((filter) => !isOfMeasures(filter)).map((filter) => this.filter(filter)),
      ...segments.map(column),
    ];
    const having = filters.filter(isOfMeasures).map((filter) => this.filter(filter));
    const from = {
      plain: view,
      'sub-select': `(SELECT * FROM ${view}) AS wrapped`,
      cte: 'source',
      around: `public.${view}`,
      parameters: view,
      'cast dates': view,
    }[this.shape];
    const select = [
      `SELECT ${[
        ...keys.map(({ name, expression }) => `${expression} AS ${alias(name)}`),
        ...measures.map((measure) => `MEASURE(${column(measure)}) AS ${alias(measure)}`),
      ].join(', ')}`,
      `FROM ${from}`,
      ...(where.length > 0 ? [`WHERE ${where.join(' AND ')}`] : []),
      ...(keys.length > 0 ? [`GROUP BY ${keys.map((_, index) => index + 1).join(', ')}`] : []),
      ...(having.length > 0 ? [`HAVING ${having.join(' AND ')}`] : []),
      ...(order.length > 0
        ? [
            `ORDER BY ${order.map(([member, direction]) => `${alias(this.orderColumn(member))} ${direction}`).join(', ')}`,
          ]
        : []),
      ...(limit === undefined ? [] : [`LIMIT ${limit}`]),
      ...(offset === undefined ? [] : [`OFFSET ${offset}`]),
    ].join(' ');
    const text =
      this.shape === 'cte'
        ? `WITH source AS (SELECT * FROM ${view}) ${select}`
        : this.shape === 'around'
          ? `SELECT * FROM (${select}) AS answer`
          : select;
    return { text, values: this.values, columns };
  }

  private bucket(dimension: string, granularity: string): string {
    return this.shape === 'cast dates' && granularity === 'day'
      ? `CAST(CAST(${column(dimension)} AS DATE) AS TIMESTAMP)`
      : `date_trunc('${granularity}', ${column(dimension)})`;
  }

  private orderColumn(member: string): string {
    const asked = (this.question.timeDimensions ?? []).filter(({ dimension }) => dimension === member);
    const finest = granularities.find((granularity) => asked.some((one) => one.granularity === granularity));
    return finest ? `${member}.${finest}` : member;
  }

  private isDimension(member: string): boolean {
    return (
      !/(Count|Accounts|SignUps|Action|Offerings|Reached|Window|Rate\w*|percent\w*|average\w*|median\w*|Low|High|Completed)$/.test(
        nameOf(member),
      ) || /^(is|milestone[NP])/.test(nameOf(member))
    );
  }

  /** The condition that a filter of Cube is: `notEquals` and its like hold for null. */
  private filter(filter: QuestionFilter): string {
    if ('and' in filter) return `(${filter.and.map((part) => this.filter(part)).join(' AND ')})`;
    if ('or' in filter) return `(${filter.or.map((part) => this.filter(part)).join(' OR ')})`;
    const { member, operator, values = [] } = filter;
    const value = this.isDimension(member) ? column(member) : `MEASURE(${column(member)})`;
    const known = values.filter((one) => one !== null);
    const isNull = values.includes(null) ? [`${value} IS NULL`] : [];
    const any = (conditions: string[]): string => `(${conditions.join(' OR ')})`;
    const alike = (prefix: string, suffix: string): string =>
      any(
        known.map(
          (one) => `${value} ILIKE ${this.text(`${prefix}${one.replace(/[\\%_]/g, '\\$&')}${suffix}`)}`,
        ),
      );
    const day = (date = ''): boolean => date.length === 10;
    const after = (date = ''): string => (day(date) ? `DATE '${date}' + 1` : `TIMESTAMP '${date}'`);
    const [from = '', to = from] = known;
    const isUpTo = day(to)
      ? `${value} < ${after(to)}`
      : `${value} <= TIMESTAMP '${to.endsWith('.999') ? `${to}999` : to}'`;
    switch (operator) {
      case 'set':
        return `${value} IS NOT NULL`;
      case 'notSet':
        return `${value} IS NULL`;
      case 'equals':
        return any([
          ...(known.length > 0
            ? [`${value} IN (${known.map((one) => this.typed(member, one)).join(', ')})`]
            : []),
          ...isNull,
        ]);
      case 'notEquals': {
        const differs = known.map((one) => `${value} IS DISTINCT FROM ${this.typed(member, one)}`);
        return `(${[...differs, ...(isNull.length > 0 ? [`${value} IS NOT NULL`] : [])].join(' AND ')})`;
      }
      case 'contains':
        return alike('%', '%');
      case 'startsWith':
        return alike('', '%');
      case 'endsWith':
        return alike('%', '');
      case 'notContains':
        return `(NOT ${alike('%', '%')} OR ${value} IS NULL)`;
      case 'notStartsWith':
        return `(NOT ${alike('', '%')} OR ${value} IS NULL)`;
      case 'notEndsWith':
        return `(NOT ${alike('%', '')} OR ${value} IS NULL)`;
      case 'gt':
      case 'gte':
      case 'lt':
      case 'lte':
        return `${value} ${{ gt: '>', gte: '>=', lt: '<', lte: '<=' }[operator]} ${this.typed(member, from)}`;
      case 'inDateRange':
      case 'onTheDate':
        return `(${value} >= TIMESTAMP '${from}' AND ${isUpTo})`;
      case 'notInDateRange':
        return `NOT (${value} >= TIMESTAMP '${from}' AND ${isUpTo})`;
      case 'beforeDate':
        return `${value} < DATE '${from}'`;
      case 'afterOrOnDate':
        return `${value} >= DATE '${from}'`;
      case 'beforeOrOnDate':
        return this.shape === 'cast dates' ? `${value}::date <= DATE '${from}'` : `${value} < ${after(from)}`;
      case 'afterDate':
        return this.shape === 'cast dates' ? `${value}::date > DATE '${from}'` : `${value} >= ${after(from)}`;
    }
  }

  private typed(member: string, value: string): string {
    return /Position$|^sessionsTo/.test(nameOf(member)) || !this.isDimension(member)
      ? value
      : this.text(value);
  }

  private text(value: string): string {
    if (this.shape !== 'parameters') return `'${value.replaceAll("'", "''")}'`;
    this.values.push(value);
    return `$${this.values.length}`;
  }
}

const column = (member: string): string => quoted(nameOf(member));
