import type { AnyCube, Cell } from './cube.ts';
import { type Filtered, isInDateRange, passes } from './filter.ts';
import { bucket, wallClock } from './local-time.ts';
import type { Question, QuestionFilter } from './question.ts';
import type { Microseconds, OracleRows } from './source-rows.ts';
import { grouped } from './units.ts';
import type { Value } from './value.ts';

/** One group of an answer: its keys and its measures, by the names that Cube gives to the columns. */
export interface AnswerRow {
  keys: Record<string, Cell>;
  measures: Record<string, Value>;
}

/** The contract's answer to a question: every group that Cube should return, before order, limit and offset. */
export function answer(cubes: Record<string, AnyCube>, source: OracleRows, question: Question): AnswerRow[] {
  const cube = cubes[cubeOf(question)];
  if (!cube) throw new Error(`The contract has no ${cubeOf(question)}`);
  const asked = new QuestionOfCube(cube, question);
  const kept = cube.rows(source).filter((row) => asked.keeps(row));
  const groups = grouped(kept, (row) => JSON.stringify(asked.keys(row)));
  // Without anything to group by there is one group, also of no rows.
  if (asked.isTotal && kept.length === 0) groups.set('', []);
  return [...groups.values()]
    .filter((rows) => asked.keepsGroup(rows))
    .map((rows) => ({ keys: asked.keys(rows[0]), measures: asked.measures(rows) }));
}

/** The one cube or view that a question is about. */
function cubeOf({ measures = [], dimensions = [], timeDimensions = [] }: Question): string {
  const names = new Set(
    [...measures, ...dimensions, ...timeDimensions.map(({ dimension }) => dimension)].map(
      (member) => member.split('.')[0] ?? '',
    ),
  );
  const [name] = names;
  if (name === undefined || names.size > 1) throw new Error(`A question about ${[...names].join(' and ')}`);
  return name;
}

class QuestionOfCube {
  readonly #timeZone: string;

  constructor(
    private readonly cube: AnyCube,
    private readonly question: Question,
  ) {
    this.#timeZone = question.timezone ?? 'UTC';
  }

  get isTotal(): boolean {
    const { dimensions = [], timeDimensions = [] } = this.question;
    return dimensions.length === 0 && timeDimensions.every(({ granularity }) => granularity === undefined);
  }

  keeps(row: unknown): boolean {
    const { segments = [], timeDimensions = [], filters = [] } = this.question;
    return (
      segments.every((segment) => member(this.cube.segments, segment)(row)) &&
      timeDimensions.every(({ dimension, dateRange }) => {
        if (dateRange === undefined) return true;
        if (typeof dateRange === 'string') throw new Error(`Resolve ${dateRange} before asking`);
        const local = this.#local(dimension, row);
        return local !== null && isInDateRange(local, dateRange);
      }) &&
      filters
        .filter((filter) => !this.#isOfMeasures(filter))
        .every((filter) => passes(filter, (name) => this.#filtered(name, row)))
    );
  }

  keepsGroup(rows: readonly unknown[]): boolean {
    const { filters = [] } = this.question;
    return filters
      .filter((filter) => this.#isOfMeasures(filter))
      .every((filter) => passes(filter, (name) => ({ value: member(this.cube.measures, name)(rows) })));
  }

  /** What a row is grouped by. Without anything to group by there may be no row. */
  keys(row: unknown): Record<string, Cell> {
    const { dimensions = [], timeDimensions = [] } = this.question;
    const cells = dimensions.map((name): [string, Cell] => [name, member(this.cube.dimensions, name)(row)]);
    const buckets = timeDimensions.flatMap(({ dimension, granularity }): [string, Cell][] => {
      if (granularity === undefined) return [];
      const local = this.#local(dimension, row);
      return [[`${dimension}.${granularity}`, local === null ? null : bucket(local, granularity)]];
    });
    return Object.fromEntries([...cells, ...buckets]);
  }

  measures(rows: readonly unknown[]): Record<string, Value> {
    const { measures = [] } = this.question;
    return Object.fromEntries(measures.map((name) => [name, member(this.cube.measures, name)(rows)]));
  }

  /** Cube keeps filters on measures apart, and those of one group are either all on measures or none is. */
  #isOfMeasures(filter: QuestionFilter): boolean {
    if ('and' in filter) return filter.and.some((part) => this.#isOfMeasures(part));
    if ('or' in filter) return filter.or.some((part) => this.#isOfMeasures(part));
    return nameOf(filter.member) in this.cube.measures;
  }

  #filtered(name: string, row: unknown): Filtered {
    if (nameOf(name) in this.cube.times) return { local: this.#local(name, row) };
    return { cell: member(this.cube.dimensions, name)(row) };
  }

  #local(dimension: string, row: unknown): string | null {
    const at: Microseconds | null = member(this.cube.times, dimension)(row);
    return at === null ? null : wallClock(at, this.#timeZone);
  }
}

const nameOf = (path: string): string => path.split('.')[1] ?? '';

function member<Member>(members: Record<string, Member>, path: string): Member {
  const found = members[nameOf(path)];
  if (!found) throw new Error(`The contract has no ${path} of that kind`);
  return found;
}
