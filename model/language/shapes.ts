import type { SourceName } from '../../src/config/sources.ts';
import type { CubeMember } from '../compiler/cube-file.ts';
import {
  type Condition,
  type Fact,
  factsOfCondition,
  has,
  type Moment,
  settled,
  type Tally,
  type Words,
} from './facts.ts';

/** How many units meet all of some conditions. Without words it is only what a rate is made of. */
export interface Count {
  name: string;
  where: Condition | readonly Condition[];
  /** The name of a count of some of these, declared before, whose units aren't counted. */
  butNot?: string;
  words?: Words;
  /** What the list behind the number shows of a unit, beside its key and its start; its attributes unless told. */
  list?: readonly string[];
}

/** A rate's or a number's name and words; of a rate, ` (%)` follows the title. */
export type Named = Words & { name: string };

/** Rule 12: the same rate over the units whose window is over, and how many these are. */
export interface Twin {
  rate: Named;
  /** `matured` and the name of the count above the line, unless told. */
  above?: { name: string; words: Words };
  below: { name: string; words?: Words };
}

/** A share of the units: a count, and what percentage of the cohort, or of another count, it is. */
export interface Share {
  shape: 'share';
  above: Count;
  below?: Count;
  rate: Named;
  /** Whether the ends of the 95 % interval are measures, too. */
  hasInterval?: boolean;
  /** For a count with a window. */
  matured?: Twin;
  better?: 'higher' | 'lower';
}

/** A count alone. */
export interface Counted {
  shape: 'count';
  count: Count;
}

/** How long a moment takes from the one that it is bounded by: of each row of the cohort, the average and the median (rule 13). */
export interface TimeTo {
  shape: 'timeTo';
  moment: Moment;
  /** Another beginning than the moment's bound: of the units with both, where this one isn't later. */
  from?: Moment;
  /** Hours unless told. */
  unit?: 'hours' | 'minutes';
  /** How many units have it, where each has one row. */
  count?: Count;
  each?: Named;
  average: Named;
  median: Named;
}

/**
 * How long it takes until a quarter of the units, and until a half, have a moment: the Kaplan–Meier estimate over all of
 * them, with those that it hasn't come for by now (rule 14).
 */
export interface WaitsFor {
  shape: 'waitsFor';
  moment: Moment;
  quarter: Named;
  half: Named;
}

/** A tally's average over the units of a count, or over the whole cohort. */
export interface Mean {
  shape: 'mean';
  tally: Tally;
  count?: Count;
  mean: Named;
  /** What it is a number of; or of how many it is a percentage. */
  unit: string | { percentOf: number };
}

/** The sum of one tally for each one of another. */
export interface Ratio {
  shape: 'ratio';
  above: Tally;
  below: Tally;
  ratio: Named;
  unit: string;
}

/** A share of what the units have several of, such as an account's users: the sum of one tally, in percent of another's. */
export interface ShareOfTallies {
  shape: 'shareOfTallies';
  /** Their measures are named like the tallies. */
  above: { tally: Tally; words: Words };
  below: { tally: Tally; words: Words };
  /** What both are numbers of. */
  unit: string;
  rate: Named;
}

/** What is none of these, as Cube takes it; SQL is over `${CUBE}`. */
export interface ByHand {
  shape: 'byHand';
  needs: readonly Fact[];
  /** Columns of the cube's query, made of those of facts. */
  columns?: Record<string, (sqlOf: (fact: Fact) => string) => string>;
  measures?: Record<string, CubeMember>;
  dimensions?: Record<string, CubeMember>;
  segments?: Record<string, CubeMember>;
}

/** Units that meet a condition, as a segment to filter by. */
export interface Segment {
  shape: 'segment';
  name: string;
  where: Condition;
  words: Words;
}

export type Shape = (
  | Share
  | ShareOfTallies
  | Counted
  | TimeTo
  | WaitsFor
  | Mean
  | Ratio
  | Segment
  | ByHand
) & {
  /** The optional source without which the view goes without it. */
  ifThereAre?: SourceName;
};

/** One shape without the word that tells it, as it is declared. */
type Of<One extends Shape> = Omit<One, 'shape'>;

/** What a view has where an optional source is there, and goes without where it isn't. */
export const ifThereAre = (source: SourceName, shape: Shape): Shape => ({ ...shape, ifThereAre: source });

export const share = (declared: Of<Share>): Share => ({ shape: 'share', ...declared });
export const shareOfTallies = (declared: Of<ShareOfTallies>): ShareOfTallies => ({
  shape: 'shareOfTallies',
  ...declared,
});
export const count = (declared: Count): Counted => ({ shape: 'count', count: declared });
export const timeTo = (declared: Of<TimeTo>): TimeTo => ({ shape: 'timeTo', ...declared });
export const mean = (declared: Of<Mean>): Mean => ({ shape: 'mean', ...declared });
export const ratio = (declared: Of<Ratio>): Ratio => ({ shape: 'ratio', ...declared });
export const segment = (declared: Of<Segment>): Segment => ({ shape: 'segment', ...declared });
export const byHand = (declared: Of<ByHand>): ByHand => ({ shape: 'byHand', ...declared });

/**
 * A share in the usual words, with the ends of its interval, and for a condition with a window with its twin.
 *
 * @param declared.units what is counted, in the plural
 * @param declared.did what those above the line did, after "who", or "that" of accounts
 * @param declared.settled the name of the units whose window is over, with its title where a view has several; the
 *   other names of the twin begin with `matured`
 */
export const shareOf = (declared: {
  units: string;
  did: string;
  where: Condition | readonly Condition[];
  count: { name: string; title: string };
  rate: { name: string; title: string };
  settled?: string | { name: string; title: string };
}): Share => {
  const { units, did, where, count: above, rate } = declared;
  const below =
    typeof declared.settled === 'string'
      ? { name: declared.settled, title: `Matured ${units}` }
      : declared.settled;
  const days = [where].flat().find((condition) => condition.kind === 'within')?.days;
  const who = /(accounts|leads|referrals)$/.test(units) ? 'that' : 'who';
  const hadTheWindow = `had their full ${days} × 24 hours by now`;
  const twinOf = ({ name, title }: { name: string; title: string }): { name: string; title: string } => ({
    name: `matured${name.replace(/^./, (letter) => letter.toUpperCase())}`,
    title: `Matured ${title.replace(/^./, (letter) => letter.toLowerCase())}`,
  });
  const { name, ...aboveTwin } = twinOf(above);
  return share({
    above: {
      name: above.name,
      where,
      words: { title: above.title, description: `How many of the ${units} ${did}.` },
    },
    rate: {
      ...rate,
      description: `Of the ${units}, the percentage ${who} ${did}.${below ? ' Young cohorts count in full: see the matured rate.' : ''}`,
    },
    hasInterval: true,
    ...(below && {
      matured: {
        above: {
          name,
          words: { ...aboveTwin, description: `How many of those ${who} ${hadTheWindow} ${did}.` },
        },
        below: {
          name: below.name,
          words: { title: below.title, description: `How many of the ${units} ${hadTheWindow}.` },
        },
        rate: {
          ...twinOf(rate),
          description: `The rate over the ${units} ${who} ${hadTheWindow}; it doesn't make a young cohort look bad.`,
        },
      },
    }),
  });
};

/**
 * A duration in the usual words.
 *
 * @param declared.name what follows `averageHours` and `medianHours`, or `Minutes`; the title is the same in words
 * @param declared.span from where to where, after "hours"
 * @param declared.over the units that have both ends, in the plural
 */
export const timeToOf = (declared: {
  moment: Moment;
  from?: Moment;
  unit?: 'hours' | 'minutes';
  name: string;
  title: string;
  span: string;
  over: string;
}): TimeTo => {
  const { name, title, span, over, unit = 'hours', ...moments } = declared;
  const named = (kind: 'average' | 'median'): Named => {
    const Kind = kind === 'average' ? 'Average' : 'Median';
    return {
      name: `${kind}${unit === 'hours' ? 'Hours' : 'Minutes'}${name}`,
      title: `${Kind} ${unit} ${title}`,
      description: `${Kind} ${unit} ${span}, over the ${over}, whenever it came. The others are left out.`,
    };
  };
  return timeTo({ ...moments, unit, average: named('average'), median: named('median') });
};

/**
 * The waits for a moment, in the usual words.
 *
 * @param declared.name what follows `hoursUntilQuarter` and `hoursUntilHalf`; the title is the same in words
 * @param declared.units who waits, in the plural
 * @param declared.from where the waiting begins: "the sign-up"
 * @param declared.did what ends it, after "a quarter of them"
 */
export const waitsFor = (declared: {
  moment: Moment;
  name: string;
  title: string;
  units: string;
  from: string;
  did: string;
}): WaitsFor => {
  const { moment, name, title, units, from, did } = declared;
  const until = (share: 'quarter' | 'half', inWords: string): Named => ({
    name: `hoursUntil${share === 'quarter' ? 'Quarter' : 'Half'}${name}`,
    title: `Hours until ${inWords} ${title}`,
    description: `Hours from ${from} by which ${inWords} of the ${units} ${did}, by the Kaplan–Meier estimate over all of them: those who haven't are known to have waited until now, so that it isn't better for leaving them out. Empty where it isn't ${inWords} yet. Who starts in the future is left out.`,
  });
  return { shape: 'waitsFor', moment, quarter: until('quarter', 'a quarter'), half: until('half', 'half') };
};

/**
 * Rule 11: of the units that have settled, those that came back: the first event by days after the start, on a day,
 * between two, or on a day and after it.
 */
export const retained = (declared: {
  return: Moment;
  settledAfterDays: number;
  above: Omit<Count, 'where'>;
  below: Omit<Count, 'where'>;
  rate: Named;
}): Share => {
  const { settledAfterDays, above, below, rate } = declared;
  const isSettled = settled(settledAfterDays);
  return share({
    above: { ...above, where: [isSettled, has(declared.return)] },
    below: { ...below, where: isSettled },
    rate,
    hasInterval: true,
  });
};

/** The facts that a shape names. */
export function factsOf(shape: Shape): Fact[] {
  const ofCount = ({ where }: Count): Fact[] => [where].flat().flatMap(factsOfCondition);
  switch (shape.shape) {
    case 'share':
      return [...ofCount(shape.above), ...(shape.below ? ofCount(shape.below) : [])];
    case 'count':
      return ofCount(shape.count);
    case 'timeTo':
      return [
        shape.moment,
        ...(shape.from ? [shape.from] : []),
        ...(shape.count ? ofCount(shape.count) : []),
      ];
    case 'waitsFor':
      return [shape.moment];
    case 'mean':
      return [shape.tally, ...(shape.count ? ofCount(shape.count) : [])];
    case 'shareOfTallies':
      return [shape.above.tally, shape.below.tally];
    case 'ratio':
      return [shape.above, shape.below];
    case 'segment':
      return factsOfCondition(shape.where);
    case 'byHand':
      return [...shape.needs];
  }
}
