import fc from 'fast-check';
import pg from 'pg';
import type { Statement } from './answers.ts';

type Type = 'text' | 'time' | 'number' | 'boolean';
type Measure = 'count' | 'distinct' | 'rate';
interface Relation {
  columns: Record<string, Type>;
  measures: Record<string, Measure>;
}

/** The views and cubes that are asked about, by the names of their columns in SQL. */
const relations: Record<string, Relation> = {
  '"ActivationRate"': {
    columns: {
      persona: 'text',
      '"planType"': 'text',
      '"signupSource"': 'text',
      '"planTier"': 'text',
      '"signedUpAt"': 'time',
      matured: 'boolean',
    },
    measures: {
      '"newSignUps"': 'count',
      '"usersCompletingKeyAction"': 'count',
      '"activationRate"': 'rate',
      '"activationRate1d"': 'rate',
      '"maturedActivationRate"': 'rate',
      '"medianHoursToKeyAction"': 'rate',
    },
  },
  '"Users"': {
    columns: {
      '"userId"': 'text',
      persona: 'text',
      '"planType"': 'text',
      '"signedUpAt"': 'time',
      '"activatedAt"': 'time',
      '"sessionsToActivation"': 'number',
      '"hoursToActivation"': 'number',
      activated: 'boolean',
      '"multiSession"': 'boolean',
    },
    measures: {
      '"newUserCount"': 'count',
      '"activatedUserCount"': 'count',
      '"multiSessionActivationCompletionRate"': 'rate',
      '"averageSessionsToActivation"': 'rate',
    },
  },
  '"MilestoneFunnel"': {
    columns: {
      '"milestoneName"': 'text',
      '"milestonePosition"': 'number',
      '"planTier"': 'text',
      '"createdAt"': 'time',
      '"stuckBeforeNextMilestone"': 'boolean',
    },
    measures: { '"totalAccounts"': 'distinct', '"accountsReached"': 'distinct', '"percentReached"': 'rate' },
  },
  '"ExpansionActivationRate"': {
    columns: {
      '"expansionFeature"': 'text',
      '"useCase"': 'text',
      '"eligibleDate"': 'time',
      '"accountCreatedAt"': 'time',
      activated: 'boolean',
    },
    measures: {
      '"totalEligibleAccounts"': 'distinct',
      '"activatedExpansionOfferings"': 'distinct',
      '"expansionActivationRate"': 'rate',
    },
  },
  '"SessionHistory"': {
    columns: { '"sessionId"': 'text', '"userId"': 'text', '"sessionStartTime"': 'time' },
    measures: { '"sessionCount"': 'count', '"multiSessionUserCount"': 'distinct' },
  },
};

const texts = [
  'developer',
  'marketer',
  'analyst',
  'founder',
  'free',
  'pro',
  'referral',
  'monthly',
  'annual',
  'automation',
  'advanced_analytics',
  'workspace_created',
  'user-0001',
  'user-0100',
  '',
  'Developer',
  'free ',
  "o'brien",
  'é',
  '🚀',
];
const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** A random statement. Where it differs, what it means to Postgres over the contract's relations. */
export interface RandomStatement extends Statement {
  shape: string;
  right: string;
}

/** Makes one statement by throwing dice. */
class Writer {
  readonly values: unknown[] = [];
  readonly parameterTypes: number[] = [];
  private thrown = 0;
  private named = 0;

  constructor(private readonly dice: readonly number[]) {}

  private below(many: number): number {
    this.thrown += 1;
    return (this.dice[this.thrown % this.dice.length] as number) % many;
  }

  chance(percent: number): boolean {
    return this.below(100) < percent;
  }

  pick<Thing>(things: readonly Thing[]): Thing {
    return things[this.below(things.length)] as Thing;
  }

  some<Thing>(things: readonly Thing[], least: number, most: number): Thing[] {
    const left = [...things];
    const many = Math.min(left.length, least + this.below(most - least + 1));
    return Array.from({ length: many }, () => left.splice(this.below(left.length), 1)[0] as Thing);
  }

  name(prefix: string): string {
    this.named += 1;
    return `${prefix}${this.named}`;
  }

  /** A value as a literal, or as a parameter, of a type that the client says or not. */
  value(text: string, type: 'text' | 'timestamp' | 'date' | 'numeric'): string {
    if (!this.chance(12)) return type === 'numeric' ? text : literal(text);
    const { TEXT, VARCHAR, TIMESTAMP, DATE, NUMERIC, FLOAT8 } = pg.types.builtins;
    const said = { text: [TEXT, VARCHAR], timestamp: [TIMESTAMP], date: [DATE], numeric: [NUMERIC, FLOAT8] };
    this.values.push(text);
    this.parameterTypes.push(this.chance(50) ? this.pick(said[type]) : 0);
    return `$${this.values.length}`;
  }

  private moment(): string {
    const day = new Date(Date.UTC(2025, 11, 30 + this.below(95)));
    const date = day.toISOString().slice(0, 10);
    const second = new Date(day.getTime() + this.below(86_400) * 1000).toISOString().slice(11, 19);
    return this.pick([
      () => `DATE '${date}'`,
      () => this.value(date, 'timestamp'),
      () => this.value(`${date} ${second}`, 'timestamp'),
      () => `'${date}T${second}Z'`,
      () => `TIMESTAMP '${date} ${second}.123456'`,
      () => `TIMESTAMPTZ '${date} ${second}+05:45'`,
      () => `DATE '${date}' + INTERVAL '36 hours'`,
      () => `date_trunc('month', DATE '${date}')`,
      () => `to_timestamp('${date} ${second}', 'YYYY-MM-DD HH24:MI:SS')`,
      () => "'infinity'",
      () => "now() - interval '200 days'",
    ])();
  }

  private comparison(): string {
    return this.pick(['=', '<>', '<', '<=', '>', '>=', 'IS DISTINCT FROM']);
  }

  private ofText(column: string): string {
    const one = (): string => this.value(this.pick(texts), 'text');
    const list = (): string => this.some(texts, 1, 3).map(literal).join(', ');
    return this.pick([
      () => `${column} ${this.pick(['=', '<>', 'IS DISTINCT FROM', 'IS NOT DISTINCT FROM'])} ${one()}`,
      () => `${one()} = ${column}`,
      () => `${column} ${this.pick(['IN', 'NOT IN'])} (${list()}${this.chance(15) ? ', NULL' : ''})`,
      () => `${column} = ANY (ARRAY[${list()}])`,
      () => `${column} ${this.pick(['IS NULL', 'IS NOT NULL'])}`,
      () =>
        `${column} ${this.pick(['LIKE', 'NOT LIKE', 'ILIKE', '~', '!~*'])} '${this.pick(['developer', '%e%', 'F%', '%a_', '%r', '^f'])}'`,
      () => `lower(${column}) = ${one()}`,
      () => `strpos(${column}, 'e') > ${this.pick(['0', '2'])}`,
      () => `length(${column}) ${this.comparison()} ${this.value('7', 'numeric')}`,
      () => `coalesce(${column}, '') > ${literal(this.pick(['free', 'b']))} COLLATE "C"`,
      () => `left(${column}, 1) IN ('a', 'd', 'f')`,
    ])();
  }

  private ofTime(column: string): string {
    return this.pick([
      () => `${column} ${this.comparison()} ${this.moment()}`,
      () => `${this.moment()} ${this.pick(['<', '>='])} ${column}`,
      () => `${column} ${this.pick(['BETWEEN', 'NOT BETWEEN'])} ${this.moment()} AND ${this.moment()}`,
      () => `${column}::date ${this.comparison()} ${this.moment()}`,
      () => `CAST(${column} AS date) IN (DATE '2026-02-10', '2026-02-11 15:30:00')`,
      () =>
        `date_trunc('${this.pick(['month', 'week', 'day'])}', ${column}) ${this.comparison()} ${this.moment()}`,
      () =>
        `extract(${this.pick(['month', 'dow', 'hour'])} FROM ${column}) ${this.comparison()} ${this.pick(['1', '2', '3'])}`,
      () => `${column} + INTERVAL '1 month' ${this.comparison()} ${this.moment()}`,
      () =>
        `(${column} AT TIME ZONE 'UTC') AT TIME ZONE 'Asia/Kathmandu' ${this.comparison()} ${this.moment()}`,
      () => `to_char(${column}, 'YYYY-MM') = '2026-0${this.pick([1, 2, 3])}'`,
      () => `${column} IS NOT NULL`,
    ])();
  }

  private ofNumber(column: string): string {
    return this.pick([
      () =>
        `${column} ${this.comparison()} ${this.value(this.pick(['0', '1', '2', '2.5', '0.3333333333']), 'numeric')}`,
      () => `${column} BETWEEN 1 AND ${this.value('30', 'numeric')}`,
      () => `floor(${column} / 2) = ${this.pick([0, 1, 2])}`,
      () => `${column} IS NULL`,
    ])();
  }

  condition(columns: Record<string, Type>, depth = 2): string {
    const inside = (): string => this.condition(columns, depth - 1);
    if (depth > 0 && this.chance(35)) {
      return this.pick([
        () => `(${inside()} AND ${inside()})`,
        () => `(${inside()} OR ${inside()})`,
        () => `NOT (${inside()})`,
        () => `(${inside()}) IS NOT TRUE`,
        () => `CASE WHEN ${inside()} THEN ${inside()} ELSE ${inside()} END`,
      ])();
    }
    const [column, type] = this.pick(Object.entries(columns));
    const bare = column.split('.').at(-1) as string;
    if (depth > 0 && type === 'text' && this.chance(15)) {
      const [view, { columns: others }] = this.pick(
        Object.entries(relations).filter(([, relation]) => relation.columns[bare] === 'text'),
      ) ?? ['"ActivationRate"', relations['"ActivationRate"'] as Relation];
      const other = bare in others ? bare : 'persona';
      return this.pick([
        () =>
          `${column} ${this.pick(['IN', 'NOT IN'])} (SELECT ${other} FROM ${view} WHERE ${this.condition(others, 0)})`,
        () => {
          const inner = this.name('x');
          return `EXISTS (SELECT 1 FROM ${view} ${inner} WHERE ${inner}.${other} = ${column.includes('.') ? column : `upper(lower(${literal('founder')}))`})`;
        },
        () => `${column} = (SELECT max(${other} COLLATE "C") FROM ${view})`,
      ])();
    }
    if (type === 'text') return this.ofText(column);
    if (type === 'time') return this.ofTime(column);
    if (type === 'number') return this.ofNumber(column);
    return this.pick([
      column,
      `NOT ${column}`,
      `${column} IS NOT TRUE`,
      `${column} = ${this.pick(['TRUE', 'FALSE'])}`,
    ]);
  }

  where(columns: Record<string, Type>, percent = 60): string {
    return this.chance(percent) ? ` WHERE ${this.condition(columns)}` : '';
  }

  /** What a select groups by. */
  private key(columns: Record<string, Type>): string {
    const [column, type] = this.pick(Object.entries(columns).filter(([name]) => !/[a-z]Id"$/.test(name)));
    if (type === 'text') {
      return this.pick([
        column,
        column,
        `upper(${column})`,
        `left(${column}, 1)`,
        `coalesce(${column}, 'none')`,
        `CASE WHEN ${column} IN ('founder', 'free', 'annual') THEN 'some' WHEN ${column} IS NULL THEN 'none' ELSE 'other' END`,
        `CASE ${column} WHEN 'founder' THEN 'founder' ELSE 'other' END`,
        `${column} IS NULL`,
      ]);
    }
    if (type === 'time') {
      return this.pick([
        `date_trunc('month', ${column})`,
        `date_trunc('${this.pick(['week', 'quarter', 'year', 'day', 'hour'])}', ${column})`,
        `${column}::date`,
        `extract(${this.pick(['month', 'dow', 'year', 'hour'])} FROM ${column})`,
        `to_char(${column}, 'YYYY-MM')`,
        `date_trunc('week', ${column} + INTERVAL '1 day') - INTERVAL '1 day'`,
        `floor(extract(epoch FROM ${column}) / 86400) * 86400`,
        `date_trunc('month', (${column} AT TIME ZONE 'UTC') AT TIME ZONE 'America/New_York')`,
        `CAST(TRUNC(EXTRACT(QUARTER FROM ${column})) AS INTEGER)`,
        `${column} < DATE '2026-02-14'`,
      ]);
    }
    if (type === 'number')
      return this.pick([`floor(${column} / 24.0) * 24`, `round(${column})`, `${column} IS NULL`]);
    return column;
  }

  private filter(columns: Record<string, Type>): string {
    return this.chance(15) ? ` FILTER (WHERE ${this.condition(columns, 1)})` : '';
  }

  private ofMeasure(name: string, kind: Measure): string {
    if (kind === 'count') return this.pick([`MEASURE(${name})`, `SUM(${name})`, `COUNT(${name})`]);
    if (kind === 'distinct') return this.pick([`MEASURE(${name})`, `COUNT(DISTINCT ${name})`]);
    return this.pick([`MEASURE(${name})`, `AVG(${name})`, `MAX(${name})`]);
  }

  private aggregate({ columns, measures }: Relation): string {
    const [measure] = this.some(Object.entries(measures), 1, 1);
    if (measure && this.chance(65)) {
      const aggregate = `${this.ofMeasure(...measure)}${this.filter(columns)}`;
      return this.chance(15) ? `${this.pick(['round', 'coalesce'])}(${aggregate}, 1)` : aggregate;
    }
    const [column, type] = this.pick(Object.entries(columns));
    const of = {
      text: [`COUNT(DISTINCT ${column})`, `MIN(${column} COLLATE "C")`, `COUNT(${column})`],
      time: [`MIN(${column})`, `MAX(${column})`, `MAX(${column}::date)`, `COUNT(DISTINCT ${column}::date)`],
      number: [`SUM(${column})`, `AVG(${column})`, `MAX(${column})`],
      boolean: [
        `bool_or(${column})::int`,
        `COUNT(*) FILTER (WHERE ${column})`,
        `SUM(CASE WHEN ${column} THEN 1 ELSE 0 END)`,
      ],
    }[type];
    const aggregate = this.pick(['COUNT(*)', 'COUNT(1)', ...of]);
    return /FILTER|::int$/.test(aggregate) ? aggregate : `${aggregate}${this.filter(columns)}`;
  }

  /** A relation as FROM has it, with the names that it gives its columns. */
  private source(): { from: string; relation: Relation; with?: string } {
    const [view, relation] = this.pick(Object.entries(relations));
    const inside = (): string => `(SELECT * FROM ${view}${this.where(relation.columns)})`;
    return this.pick([
      () => ({ from: view, relation }),
      () => ({ from: `"public".${view}`, relation }),
      () => {
        const alias = this.name('v');
        const named = <Thing>(by: Record<string, Thing>): Record<string, Thing> =>
          Object.fromEntries(Object.entries(by).map(([name, thing]) => [`${alias}.${name}`, thing]));
        return {
          from: `${view} AS ${alias}`,
          relation: { columns: named(relation.columns), measures: named(relation.measures) },
        };
      },
      () => ({ from: `${inside()} AS q`, relation }),
      () => ({
        from: `(SELECT "_".* FROM ${inside()} AS "_"${this.where(relation.columns, 30)}) AS "rows"`,
        relation,
      }),
      () => {
        const cte = this.name('c');
        return { from: cte, relation, with: `${cte} AS ${inside()}` };
      },
    ])();
  }

  /** A select of groups, with the types of its columns unknown: k… and m… */
  groups(): { sql: string; with: string[]; keys: number; measures: number } {
    const { from, relation, with: cte } = this.source();
    const keys = Array.from({ length: this.pick([0, 1, 1, 1, 2]) }, () => this.key(relation.columns));
    const aggregates = Array.from({ length: this.pick([1, 1, 2, 3]) }, () => this.aggregate(relation));
    const bare = Object.keys(relation.columns).map((name) => name.split('.').at(-1) as string);
    // Some take the name of a column, which then means something else further up.
    const captured = this.chance(12) ? this.pick(bare) : undefined;
    const list = [
      ...keys.map((key, index) => `${key} AS ${index === 0 && captured ? captured : `k${index}`}`),
      ...aggregates.map((aggregate, index) => `${aggregate} AS m${index}`),
    ];
    const by = this.pick([
      keys.map((_, index) => String(index + 1)).join(', '),
      keys.map((_, index) => String(index + 1)).join(', '),
      keys.join(', '),
      ...(keys.length > 0 && this.chance(30)
        ? [`ROLLUP (${keys.map((_, index) => index + 1).join(', ')})`]
        : []),
    ]);
    const having = this.chance(20)
      ? ` HAVING ${this.aggregate(relation)
          .replace(/^(MIN|MAX)\(.*/, 'COUNT(*)')
          .replace(
            /^bool_or.*/,
            'COUNT(*)',
          )} ${this.pick(['>', '<=', '<>'])} ${this.pick(['1', '30', '40.5'])}`
      : '';
    const sql = `SELECT ${list.join(', ')} FROM ${from}${this.where(relation.columns)}${keys.length > 0 ? ` GROUP BY ${by}` : ''}${having}`;
    return { sql, with: cte ? [cte] : [], keys: keys.length, measures: aggregates.length };
  }

  /** Rows of a view, without measures. */
  rows(): string {
    const [view, { columns }] = this.pick(Object.entries(relations));
    const shown = this.some(Object.keys(columns), 1, 3);
    const more = this.chance(25)
      ? [
          this.pick([
            `row_number() OVER (ORDER BY ${Object.keys(columns).join(', ')}) AS r`,
            `count(*) OVER (PARTITION BY ${shown[0]}) AS c`,
          ]),
        ]
      : [];
    return `SELECT ${this.chance(30) ? 'DISTINCT ' : ''}${[...shown, ...more].join(', ')} FROM ${view}${this.where(columns, 80)}`;
  }

  /** Every column in the order, so that a limit leaves the same rows. */
  limited(sql: string, columns: number): string {
    const order = Array.from(
      { length: columns },
      (_, index) => `${index + 1}${this.pick(['', ' DESC', ' NULLS FIRST'])}`,
    );
    return `${sql} ORDER BY ${order.join(', ')} LIMIT ${this.pick([1, 3, 5, 100])}${this.chance(30) ? ' OFFSET 1' : ''}`;
  }
}

const withCtes = (ctes: string[], sql: string): string =>
  ctes.length > 0 ? `WITH ${ctes.join(', ')} ${sql}` : sql;

type Shape = (writer: Writer) => string | { sql: string; right: string };
const shapes: Record<string, Shape> = {
  groups: (w) => {
    const { sql, with: ctes } = w.groups();
    return withCtes(ctes, sql);
  },
  'groups in order': (w) => {
    const { sql, with: ctes, keys, measures } = w.groups();
    return withCtes(ctes, w.limited(sql, keys + measures));
  },
  'groups around groups': (w) => {
    const { sql, with: ctes } = w.groups();
    return withCtes(ctes, `SELECT count(*), max(m0), count(DISTINCT m0) FROM (${sql}) AS g`);
  },
  'a limit around an order': (w) => {
    const { sql, with: ctes, keys, measures } = w.groups();
    return withCtes(ctes, `SELECT * FROM (${w.limited(sql, keys + measures)}) AS g LIMIT 2`);
  },
  'a window over groups': (w) => {
    const { sql, with: ctes } = w.groups();
    return withCtes(
      ctes,
      `SELECT *, rank() OVER (ORDER BY m0) AS r, count(*) OVER () AS c FROM (${sql}) AS g`,
    );
  },
  'a condition around groups': (w) => {
    const { sql, with: ctes } = w.groups();
    return withCtes(ctes, `SELECT "_".* FROM (${sql}) AS "_" WHERE NOT "_".m0 IS NULL`);
  },
  'a set of groups': (w) => {
    const { sql, with: ctes } = w.groups();
    const by = w.pick(['UNION ALL', 'UNION', 'EXCEPT', 'INTERSECT']);
    return withCtes(
      ctes,
      `(${sql}) ${by} (${w.limited(sql, 1)})`.replace(/ LIMIT.*\)$/, by === 'UNION ALL' ? ' OFFSET 0)' : ')'),
    );
  },
  'groups joined': (w) => {
    const [one, other] = [w.groups(), w.groups()];
    // The measures may be of two types.
    const on = '(one.m0 IS NULL) = (other.m0 IS NULL)';
    return withCtes(
      [...one.with, ...other.with],
      `SELECT one.*, other.m0 AS other FROM (${one.sql}) AS one ${w.pick(['JOIN', 'LEFT JOIN', 'FULL JOIN'])} (${other.sql}) AS other ON ${on}`,
    );
  },
  'groups in a CTE, twice': (w) => {
    const { sql, with: ctes } = w.groups();
    return withCtes([...ctes, `g AS (${sql})`], 'SELECT g.*, (SELECT max(m0) FROM g) AS most FROM g');
  },
  'a value from a sub-select': (w) => {
    const { sql, with: ctes } = w.groups();
    return withCtes(
      ctes,
      `SELECT persona, (SELECT count(*) FROM (${sql}) AS g) AS n, MEASURE("newSignUps") AS m FROM "ActivationRate" GROUP BY persona`,
    );
  },
  rows: (w) => w.rows(),
  'rows around rows': (w) => `SELECT count(*) FROM (${w.rows()}) AS r`,
  'rows in order': (w) =>
    `SELECT * FROM (${w.limited(w.rows().replace(/^SELECT (DISTINCT )?/, 'SELECT DISTINCT '), 1).replace(/ LIMIT \d+( OFFSET 1)?$/, '')}) AS r`,
  'rows joined': (w) => {
    const columns = {
      'u.persona': 'text',
      'u."signedUpAt"': 'time',
      's."sessionStartTime"': 'time',
    } as const;
    return `SELECT u.persona, COUNT(*) AS n, COUNT(DISTINCT u."userId") AS users FROM "Users" u ${w.pick(['JOIN', 'LEFT JOIN'])} "SessionHistory" s ON s."userId" = u."userId"${w.where(columns)} GROUP BY 1`;
  },
  'rows and values': (w) =>
    `SELECT l.label, COUNT(*) AS n FROM "ActivationRate" v JOIN (VALUES ('free', 'Free'), ('pro', 'Pro')) AS l (plan, label) ON l.plan = v."planType"${w.where({ 'v.persona': 'text', 'v."signedUpAt"': 'time' })} GROUP BY 1`,
  'a frame over groups': (w) => {
    const { sql, with: ctes, keys } = w.groups();
    const order = [...Array.from({ length: keys }, (_, index) => index + 1), keys + 1].join(', ');
    return withCtes(
      ctes,
      `SELECT n, m0, count(m0) OVER (ORDER BY n ROWS BETWEEN ${w.pick(['1', 'UNBOUNDED'])} PRECEDING AND CURRENT ROW) AS c, lag(m0) OVER w AS before FROM (SELECT m0, row_number() OVER (ORDER BY m0) AS n FROM (${sql} ORDER BY ${order}) AS g) AS h WINDOW w AS (ORDER BY n)`,
    );
  },
  'different groups': (w) => {
    const { sql, with: ctes } = w.groups();
    return withCtes(
      ctes,
      `SELECT DISTINCT m0 IS NULL AS none, ${w.pick(['m0', 'm0::text IS NOT NULL'])} AS m FROM (${sql}) AS g`,
    );
  },
  'a value that reads outside': (w) => {
    const inner = w.where({ 'x.persona': 'text', 'x."signedUpAt"': 'time' }).replace(' WHERE ', ' AND ');
    return `SELECT v.persona, (SELECT ${w.pick(['COUNT(*)', 'MEASURE(x."newUserCount")', 'MAX(x."signedUpAt")'])} FROM "Users" x WHERE x.persona = v.persona${inner}) AS n FROM "ActivationRate" v${w.where({ 'v.persona': 'text' })} GROUP BY v.persona`;
  },
  'the first of each': (w) =>
    `SELECT p.persona, l.* FROM (SELECT DISTINCT persona FROM "ActivationRate"${w.where({ persona: 'text', '"signedUpAt"': 'time' })}) AS p, LATERAL (SELECT "planType" AS plan, ${w.pick(['COUNT(*)', 'MEASURE("newUserCount")', 'MEASURE("multiSessionActivationCompletionRate")'])} AS n FROM "Users" u WHERE u.persona = p.persona GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 1) AS l`,
  'a CTE by the name of a table': (w) => {
    const { columns } = relations['"Users"'] as Relation;
    const name = w.pick(['users', '"ActivationRate"', 'key_actions', '"MilestoneFunnel"']);
    return `WITH ${name} AS (SELECT * FROM "Users"${w.where(columns)}) SELECT ${w.pick(['persona', '"planType"'])} AS k, COUNT(*) AS n, MEASURE("multiSessionActivationCompletionRate") AS m FROM ${name}${w.where(columns)} GROUP BY 1`;
  },
  'a view by the name of another': (w) => {
    const { columns } = relations['"Users"'] as Relation;
    return `SELECT "ActivationRate".persona, MEASURE("ActivationRate"."activatedUserCount") AS n FROM "Users" AS "ActivationRate"${w.where(columns)} GROUP BY 1`;
  },
  'groups joined by USING': (w) => {
    const key = w.pick(['persona', '"planType"']);
    const side = (view: string): string => {
      const { columns, measures } = relations[view] as Relation;
      return `(SELECT ${key}, MEASURE(${w.pick(Object.keys(measures))}) AS m FROM ${view}${w.where(columns)} GROUP BY 1)`;
    };
    return `SELECT * FROM ${side('"ActivationRate"')} AS a ${w.pick(['JOIN', 'LEFT JOIN', 'FULL JOIN'])} ${side('"Users"')} AS b USING (${key})`;
  },
  'a measure beside one row of another': (w) => {
    const { columns } = relations['"Users"'] as Relation;
    return `SELECT top."planType", MEASURE(v."activationRate") AS r, COUNT(*) AS n FROM "ActivationRate" v JOIN (SELECT "planType" FROM "Users"${w.where(columns)} GROUP BY 1 ORDER BY COUNT(*) DESC, 1 LIMIT 2) AS top ON top."planType" = v."planType"${w.where({ 'v.persona': 'text', 'v."signedUpAt"': 'time' })} GROUP BY 1`;
  },
  'several groupings': (w) => {
    const view = w.pick(['"ActivationRate"', '"MilestoneFunnel"', '"ExpansionActivationRate"']);
    const { columns, measures } = relations[view] as Relation;
    const [one, other] = w.some(Object.keys(columns), 2, 2);
    return `SELECT ${one}, ${other}, grouping(${one}, ${other}) AS g, MEASURE(${w.pick(Object.keys(measures))}) AS m FROM ${view}${w.where(columns)} GROUP BY ${w.pick([`CUBE (1, 2)`, `GROUPING SETS ((1), (2), ())`, `1, ROLLUP (2)`])}`;
  },
  "Power BI's wrappers": (w) => {
    const { columns } = relations['"ActivationRate"'] as Relation;
    return `select "_"."persona", "_"."a0", "_"."a1" from (select "rows"."persona" as "persona", sum("rows"."newSignUps") as "a0", sum("rows"."usersCompletingKeyAction") as "a1" from (select "_"."persona", "_"."newSignUps", "_"."usersCompletingKeyAction" from "public"."ActivationRate" "_"${w.where(columns)}) "rows" group by "persona") "_" where not "_"."a0" is null${w.chance(50) ? ' order by "_"."a0" desc, "_"."persona" limit 3' : ''}`;
  },
  'a parameter that is shown': (w) => {
    const { columns } = relations['"ActivationRate"'] as Relation;
    return `SELECT persona || ${w.value('!', 'text')}::text AS p, COUNT(*) + ${w.value('1', 'numeric')}::numeric AS n FROM "ActivationRate"${w.where(columns)} GROUP BY persona`;
  },
  "a question of Cube's": (w) => {
    const view = w.pick(['"ActivationRate"', '"MilestoneFunnel"', '"ExpansionActivationRate"', '"Users"']);
    const { columns, measures } = relations[view] as Relation;
    const keys = w.some(Object.entries(columns), 0, 2).map(([column, type]) => {
      if (type !== 'time') return column;
      return `date_trunc('${w.pick(['day', 'week', 'month', 'quarter', 'year'])}', ${column})`;
    });
    const texts = Object.entries(columns).filter(([name, type]) => type === 'text' && !/Id"$/.test(name));
    const times = Object.entries(columns).filter(([, type]) => type === 'time');
    const conditions = [
      ...(w.chance(50)
        ? [`${w.pick(texts)[0]} ${w.pick(['=', '<>'])} ${literal(w.pick(['founder', 'free', 'annual']))}`]
        : []),
      ...(w.chance(30) ? [`${w.pick(texts)[0]} IN ('founder', 'analyst', 'free', 'pro')`] : []),
      ...(w.chance(50) ? [`${w.pick(times)[0]} >= '2026-01-${w.pick(['10', '31'])}'`] : []),
      ...(w.chance(30) ? [`${w.pick(times)[0]} < '2026-03-05 06:07:08'`] : []),
    ];
    const shown = [...keys, ...w.some(Object.keys(measures), 1, 3).map((name) => `MEASURE(${name})`)];
    const list = shown.map((one, index) => `${one} AS c${index}`).join(', ');
    const where = conditions.length > 0 ? ` WHERE ${conditions.join(' AND ')}` : '';
    const by = keys.length > 0 ? ` GROUP BY ${keys.map((_, index) => index + 1).join(', ')}` : '';
    return `SELECT ${list} FROM ${view}${where}${by} ORDER BY ${shown.map((_, index) => index + 1).join(', ')} LIMIT 20`;
  },
  'bare measures': (w) => {
    const view = '"ActivationRate"';
    const { columns } = relations[view] as Relation;
    const keys = w.some(['persona', '"planType"', '"planTier"', 'matured'], 0, 2);
    const measures = w.some(['"newSignUps"', '"activationRate"', '"usersCompletingKeyAction"'], 1, 2);
    const where = w.where(columns);
    return {
      sql: `SELECT ${[...keys, ...measures].join(', ')} FROM ${view}${where}`,
      right: `SELECT ${[...keys, ...measures.map((name) => `MEASURE(${name}) AS ${name}`)].join(', ')} FROM ${view}${where}${keys.length > 0 ? ` GROUP BY ${keys.join(', ')}` : ''}`,
    };
  },
};

/** Statements over views and cubes, by shapes that grow into one another. */
export const statements: fc.Arbitrary<RandomStatement> = fc
  .array(fc.nat(2 ** 31 - 1), { minLength: 500, maxLength: 500 })
  .map((dice) => {
    const writer = new Writer(dice);
    const shape = writer.pick(Object.keys(shapes));
    const made = (shapes[shape] as Shape)(writer);
    const { sql, right } = typeof made === 'string' ? { sql: made, right: made } : made;
    const { values, parameterTypes } = writer;
    return {
      shape,
      sql,
      // The contract's relations are in a schema of another name.
      right: right.replaceAll('"public".', ''),
      binary: writer.chance(30),
      ...(values.length > 0 && { values, parameterTypes }),
    };
  });
