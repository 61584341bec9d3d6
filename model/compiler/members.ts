import type { Cohort } from '../language/cohort.ts';
import {
  type Condition,
  type EventMoment,
  type Fact,
  has,
  isMoment,
  isTally,
  type Moment,
  notBefore,
  settled,
  type Tally,
  type Words,
} from '../language/facts.ts';
import type { Count, Mean, Named, Segment, Shape, Share, TimeTo, WaitsFor } from '../language/shapes.ts';
import { type CubeMember, references } from './cube-file.ts';
import { capitalized, nameCondition, snake, sqlDays } from './sql-text.ts';
import { hoursUntil, waited } from './survival.ts';
import { wilsonEnds } from './wilson.ts';

/** The members that shapes add to a cube, and what they read. */
export interface Members {
  measures: Record<string, CubeMember>;
  dimensions: Record<string, CubeMember>;
  segments: Record<string, CubeMember>;
  facts: Map<string, Fact>;
  /** Columns of the cube's query that are no facts. */
  columns: Record<string, (sqlOf: (fact: Fact) => string) => string>;
  /** The windows after whose end measures settle, in days (rule 12): refresh keys look at each. */
  settledAfterDays: Set<number>;
}

/** How a number of a unit is told: what a percentage is of is in its description. */
const percentage = (better?: Share['better']): CubeMember => ({
  type: 'number',
  format: '.2f',
  meta: { unit: 'percent', scale: '0 to 100', ...(better && { direction: `${better} is better` }) },
});

const duration = (unit: 'hours' | 'minutes'): CubeMember => ({
  format: ',.2f',
  meta: { unit, direction: 'lower is better' },
});

const secondsOf = { hours: 3600, minutes: 60 };

/** The dimensions of which each measure of a cohort is of one value. */
export const neededDimensions = ({ age, behaviour }: Cohort): string[] =>
  age ? [age.dimension] : behaviour ? [behaviour.name.name, behaviour.times.dimension] : [];

/** A name that two declarations give to different members. */
class DuplicateName extends Error {
  override readonly name = 'DuplicateName';
}

/**
 * Collects what the shapes of one cohort's views declare.
 *
 * @param cubeName to name it where two declarations meet
 * @param beginning the moment that a derived cohort starts at
 * @param attributes the unit's, for the lists behind counts
 */
export class MemberCollector {
  readonly members: Members = {
    measures: {},
    dimensions: {},
    segments: {},
    facts: new Map(),
    columns: {},
    settledAfterDays: new Set(),
  };

  constructor(
    private readonly cubeName: string,
    private readonly cohort: Cohort,
    private readonly beginning: Moment | undefined,
    private readonly attributes: readonly string[],
  ) {
    if (!cohort.age) this.count({ name: cohort.count.name, where: [], words: cohort.count });
    if (beginning) this.members.facts.set(beginning.name, beginning);
  }

  private lately = new Set<string>();

  /** Adds the members of a view's shapes. Returns the names of all of them, also of those that were there. */
  addAll(shapes: readonly Shape[]): ReadonlySet<string> {
    this.lately = new Set();
    shapes.forEach((shape) => {
      this.add(shape);
    });
    return this.lately;
  }

  private add(shape: Shape): void {
    switch (shape.shape) {
      case 'share':
        this.share(shape);
        break;
      case 'shareOfTallies':
        for (const { tally, words } of [shape.above, shape.below]) {
          // Of nobody there are none.
          this.declare('measures', tally.name, {
            type: 'number',
            sql: `COALESCE(\${CUBE.${this.total(tally)}}, 0)`,
            ...onlyWords(words),
            meta: { unit: shape.unit },
          });
        }
        this.rate(shape.rate, shape.above.tally.name, shape.below.tally.name, 'higher', undefined);
        this.interval(shape.rate, shape.above.tally.name, shape.below.tally.name);
        break;
      case 'count':
        this.count(shape.count);
        break;
      case 'timeTo':
        this.timeTo(shape);
        break;
      case 'waitsFor':
        this.waitsFor(shape);
        break;
      case 'mean':
        if (shape.count) this.count(shape.count);
        this.quotient(
          shape.mean,
          this.total(shape.tally, shape.count),
          (shape.count ?? this.cohort.count).name,
          shape.unit,
        );
        break;
      case 'ratio':
        this.quotient(shape.ratio, this.total(shape.above), this.total(shape.below), shape.unit);
        break;
      case 'segment':
        this.segment(shape);
        break;
      case 'byHand':
        for (const fact of shape.needs) this.read(fact);
        for (const kind of ['measures', 'dimensions', 'segments'] as const) {
          for (const [name, member] of Object.entries(shape[kind] ?? {})) this.declare(kind, name, member);
        }
        Object.assign(this.members.columns, shape.columns);
    }
  }

  /** Adds the dimension of the cohort's own columns or the unit's attributes. */
  dimension(name: string, member: CubeMember): void {
    this.declare('dimensions', name, member);
  }

  /**
   * Once all is declared: that the lists behind counts show dimensions that there are.
   *
   * @throws naming the count and what it lists
   */
  checkLists(): void {
    const { measures, dimensions } = this.members;
    for (const [name, { drillMembers = [] }] of Object.entries(measures)) {
      const missing = drillMembers.find(({ text }) => !dimensions[text.replace('CUBE.', '')]);
      if (missing) {
        throw new Error(
          `${this.cubeName}.${name} lists ${missing.text.replace('CUBE.', '')}, which is no dimension of it.`,
        );
      }
    }
  }

  private declare(kind: 'measures' | 'dimensions' | 'segments', name: string, declared: CubeMember): void {
    const { measures, dimensions, segments } = this.members;
    this.lately.add(name);
    const by = neededDimensions(this.cohort);
    const isOfOne = kind === 'measures' && declared.public !== false && by.length > 0;
    const member = isOfOne ? { ...declared, meta: { ...declared.meta, by } } : declared;
    const before = this.members[kind][name];
    if (before && JSON.stringify(before) === JSON.stringify(member)) return;
    if (measures[name] || dimensions[name] || segments[name]) {
      throw new DuplicateName(
        `${this.cubeName} has two members ${name}: rename one where it is declared, in model/kpis, or in the extraDimensions of the configuration.`,
      );
    }
    this.members[kind][name] = member;
  }

  /** That a member reads a fact: it gets a column, and a dimension where it has words. */
  private read(fact: Fact): void {
    const before = this.members.facts.get(fact.name);
    if (before && JSON.stringify(meaning(before)) !== JSON.stringify(meaning(fact))) {
      throw new DuplicateName(
        `${this.cubeName} has two meanings of ${fact.name}: rename one where it is declared, in model/kpis.`,
      );
    }
    if (!before) this.members.facts.set(fact.name, fact);
    if (fact.kind === 'tally' && fact.until && isMoment(fact.until.of) && !fact.until.isOpen)
      this.read(fact.until.of);
    if (fact.words && fact.name !== this.cohort.start.name) {
      const tally = isTally(fact) ? tallySql(fact) : undefined;
      this.declare('dimensions', fact.name, {
        sql: tally ?? `\${CUBE}.${snake(fact.name)}`,
        type: tally ? 'number' : 'time',
        ...onlyWords(fact.words),
      });
    }
  }

  private condition(where: Condition): string {
    switch (where.kind) {
      case 'has':
        this.read(where.moment);
        return `\${CUBE}.${snake(where.moment.name)} IS NOT NULL`;
      case 'within':
        this.read(where.moment);
        return `\${CUBE}.${snake(where.moment.name)} < ${this.origin(where.moment)} + ${sqlDays(where.days)}`;
      case 'atLeast':
        this.read(where.tally);
        return `\${CUBE}.${snake(where.tally.name)} >= ${where.count}`;
      case 'fewerThan':
        this.read(where.tally);
        return `${tallySql(where.tally)} < ${where.count}`;
      case 'sooner':
      case 'notBefore': {
        const [moment, than] = [where.moment, where.than].map((of) => {
          this.read(of);
          return `\${CUBE}.${snake(of.name)}`;
        });
        return where.kind === 'sooner' ? `${moment} < COALESCE(${than}, 'infinity')` : `${moment} >= ${than}`;
      }
      case 'settled':
        this.members.settledAfterDays.add(where.days);
        return `${this.start} + ${sqlDays(where.days)} <= NOW()`;
      case 'holds':
        return `\${CUBE}.${snake(where.column)}`;
      case 'named':
        return nameCondition(where.names, `\${CUBE}.${snake(where.column)}`);
      // Null where it isn't known.
      case 'not':
        return `(${this.condition(where.of)}) IS NOT TRUE`;
    }
  }

  /** What a moment is counted from. */
  private origin(moment: Moment): string {
    const [part] = moment.kind === 'item' || moment.kind === 'nthOf' ? moment.of : [moment];
    const of = part?.kind === 'own' ? 'start' : (part as EventMoment).since?.of;
    if (of === undefined || !isMoment(of)) return this.start;
    // Of an item's moments, one is counted from the beginning of that item.
    if (this.beginning?.kind === 'item' && this.beginning.of.some(({ name }) => name === of.name))
      return this.start;
    this.read(of);
    return `\${CUBE}.${snake(of.name)}`;
  }

  private get start(): string {
    return `\${CUBE}.${snake(this.cohort.start.column)}`;
  }

  /** Rule 1: a unit counts once, whatever its rows. */
  private count({ name, where, butNot, words, list }: Count): void {
    const { unit, countedBy, key, start, list: listOfCohort, count } = this.cohort;
    const filters = [where].flat().map((condition) => ({ sql: this.condition(condition) }));
    const shown = list
      ? [key.name, start.name, ...list]
      : (listOfCohort ?? [key.name, start.name, ...this.attributes]);
    const counted: CubeMember = {
      ...(countedBy
        ? { type: 'countDistinct', sql: `\${CUBE}.${snake(countedBy.column)}` }
        : { type: 'count' }),
      ...(filters.length > 0 && { filters }),
    };
    const told = words
      ? { ...onlyWords(words), meta: { unit: count.unit ?? `${unit}s` }, drillMembers: references(shown) }
      : { public: false };
    if (butNot && words) {
      // Without a list: that of its rows would have the others, too.
      const all = `${name}And${capitalized(butNot)}`;
      this.declare('measures', all, { ...counted, public: false });
      this.declare('measures', name, {
        type: 'number',
        sql: `(\${CUBE.${all}} - \${CUBE.${butNot}})`,
        ...onlyWords(words),
        meta: { unit: count.unit ?? `${unit}s` },
      });
    } else if (this.cohort.oneOf && name !== count.name) {
      this.declare('measures', `${name}OfAll`, { ...counted, public: false });
      this.declare('measures', name, { type: 'number', sql: this.ofOne(`\${CUBE.${name}OfAll}`), ...told });
    } else {
      this.declare('measures', name, { ...counted, ...told });
    }
  }

  /** A measure's SQL, null over several values of what the cohort's measures are of one. */
  private ofOne(sql: string): string {
    const { oneOf } = this.cohort;
    if (!oneOf) return sql;
    const ends = (['min', 'max'] as const).map((type) => {
      const name = `${type}${capitalized(oneOf)}`;
      this.declare('measures', name, { type, sql: `\${CUBE}.${snake(oneOf)}`, public: false });
      return `\${CUBE.${name}}`;
    });
    // Of nobody there are none.
    return `CASE WHEN COALESCE(${ends.join(' = ')}, TRUE) THEN ${sql} END`;
  }

  private share({ above, below, rate, hasInterval, matured, better = 'higher' }: Share): void {
    this.count(above);
    if (below) this.count(below);
    const all = below?.name ?? this.cohort.count.name;
    const window = [above.where].flat().find((condition) => condition.kind === 'within');
    this.rate(rate, above.name, all, better, window?.days);
    if (hasInterval) this.interval(rate, above.name, all);
    if (!matured) return;
    if (!window) {
      throw new Error(`${rate.name} has a matured twin, and ${above.name} has no window that could be over.`);
    }
    const isSettled = settled(window.days);
    const withWindow = (where: Count['where']): Condition[] => [isSettled, ...[where].flat()];
    const settledAbove = matured.above ?? { name: `matured${capitalized(above.name)}` };
    this.count({ ...matured.below, where: withWindow(below?.where ?? []) });
    this.count({ ...settledAbove, where: withWindow(above.where), ...(above.list && { list: above.list }) });
    this.rate(matured.rate, settledAbove.name, matured.below.name, better, window.days);
  }

  /** Rule 6: a percentage, exact, and null over nobody. It says which counts it is made of, where these are served. */
  private rate(
    rate: Named,
    above: string,
    below: string,
    better: Share['better'],
    windowDays: number | undefined,
  ): void {
    const { meta, ...told } = percentage(better);
    const areServed = [above, below].every((name) => this.members.measures[name]?.public !== false);
    this.declare('measures', rate.name, {
      sql: `100.0 * \${CUBE.${above}} / NULLIF(\${CUBE.${below}}, 0)`,
      ...told,
      meta: { ...meta, ...(windowDays !== undefined && { windowDays }), ...(areServed && { above, below }) },
      title: `${rate.title} (%)`,
      description: rate.description,
    });
  }

  private interval(rate: Named, above: string, below: string): void {
    for (const [end, sql] of Object.entries(wilsonEnds(`\${CUBE.${above}}`, `\${CUBE.${below}}`))) {
      const lower = end === 'Low';
      this.declare('measures', `${rate.name}${end}`, {
        sql: this.ofOne(sql),
        ...percentage(),
        title: `${rate.title}, ${lower ? 'low' : 'high'} (%)`,
        description: `The ${lower ? 'lower' : 'upper'} end of the 95 % Wilson score interval of the rate: with few units it is far ${lower ? 'below' : 'above'} the rate.`,
      });
    }
  }

  private timeTo({ moment, from, unit = 'hours', count, each, average, median }: TimeTo): void {
    if (count) this.count(count);
    this.read(moment);
    // Of several rows of a unit, each has a duration of its own.
    const isOfRows = this.cohort.countedBy || !count;
    const durations = isOfRows ? average.name.replace(/^average/, 'counted') : count.name;
    if (isOfRows) {
      this.declare('measures', durations, {
        type: 'count',
        filters: [{ sql: this.condition(from ? notBefore(from, moment) : has(moment)) }],
        public: false,
      });
    }
    const between = `\${CUBE}.${snake(moment.name)} - ${from ? `\${CUBE}.${snake(from.name)}` : this.origin(moment)}`;
    const elapsed = from
      ? `CASE WHEN ${this.condition(notBefore(from, moment))} THEN ${between} END`
      : between;
    const inUnit = `EXTRACT(EPOCH FROM ${elapsed}) / ${secondsOf[unit]}`;
    if (each) {
      this.declare('dimensions', each.name, {
        sql: inUnit,
        type: 'number',
        ...onlyWords(each),
        ...duration(unit),
      });
    }
    // A whole number, so that sums of it are exact whatever they are kept in.
    const sum = average.name.replace(/^average(Hours|Minutes)/, 'microseconds');
    this.declare('measures', sum, {
      type: 'sum',
      sql: `CAST(EXTRACT(EPOCH FROM ${elapsed}) * 1000000 AS BIGINT)`,
      public: false,
    });
    this.declare('measures', average.name, {
      type: 'number',
      sql: `\${CUBE.${sum}} / NULLIF(${secondsOf[unit]}000000.0 * \${CUBE.${durations}}, 0)`,
      ...onlyWords(average),
      ...duration(unit),
    });
    this.declare('measures', median.name, {
      type: 'number',
      sql: `PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY ${inUnit})`,
      ...onlyWords(median),
      ...duration(unit),
    });
  }

  /** Rule 14, over rows that are units. */
  private waitsFor({ moment, quarter, half }: WaitsFor): void {
    if (this.cohort.countedBy) {
      throw new Error(
        `${this.cubeName} has several rows a unit: ${half.name} would count them, so declare it for a cohort of units.`,
      );
    }
    this.read(moment);
    const waits = waited(this.start, `\${CUBE}.${snake(moment.name)}`);
    for (const [named, left] of [
      [quarter, 0.75],
      [half, 0.5],
    ] as const) {
      this.declare('measures', named.name, {
        type: 'number',
        sql: hoursUntil(left, waits),
        ...onlyWords(named),
        ...duration('hours'),
      });
    }
  }

  /** The hidden measure of a tally's sum. Returns its name. */
  private total(tally: Tally, over?: Count): string {
    this.read(tally);
    const name = `total${capitalized(tally.name)}`;
    const filters = [over?.where ?? []].flat().map((condition) => ({ sql: this.condition(condition) }));
    this.declare('measures', name, {
      type: 'sum',
      sql: tallySql(tally),
      ...(filters.length > 0 && { filters }),
      public: false,
    });
    return name;
  }

  private quotient(named: Named, above: string, below: string, unit: Mean['unit']): void {
    const isOfNumber = typeof unit === 'string';
    const [scale, each] = isOfNumber ? ['1.0', ''] : ['100.0', `${unit.percentOf} * `];
    this.declare('measures', named.name, {
      type: 'number',
      sql: this.ofOne(`${scale} * \${CUBE.${above}} / NULLIF(${each}\${CUBE.${below}}, 0)`),
      ...onlyWords(named),
      ...(isOfNumber ? { format: ',.2f', meta: { unit } } : percentage('higher')),
    });
  }

  private segment({ name, where, words }: Segment): void {
    this.declare('segments', name, { sql: this.condition(where), ...onlyWords(words) });
  }
}

/** A tally as a number: 0 of no events; null where the moment that it goes up to doesn't exist. */
function tallySql(tally: Tally): string {
  const column = `\${CUBE}.${snake(tally.name)}`;
  if (tally.kind === 'reached' || tally.kind === 'value') return column;
  const { until } = tally;
  return until && isMoment(until.of) && !until.isOpen
    ? `CASE WHEN \${CUBE}.${snake(until.of.name)} IS NOT NULL THEN COALESCE(${column}, 0) END`
    : `COALESCE(${column}, 0)`;
}

const onlyWords = ({ title, description }: Words): Words => ({ title, description });

/** A fact without its words. */
const meaning = ({ words: _, ...rest }: Fact): object => rest;
