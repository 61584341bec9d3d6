import { userAttributes } from '../attributes.ts';
import { type AnyCube, anyCube } from '../cube.ts';
import type { Microseconds } from '../source-rows.ts';
import { grouped, isMature, isWithin, windowOf } from '../units.ts';
import { type Value, wilson } from '../value.ts';
import type { CatalogueView } from './catalogue-view.ts';
import { type UserHistory, userHistories } from './histories.ts';
import { rateMeasures } from './measures.ts';
import { type CatalogueDefinitions, catalogueSettings } from './settings.ts';

/** Section 6: coming back is a session from the first to before the second; then a user is settled. */
export const returnDays = { from: 14, to: 28 };

const numbersOfTimes = [1, 2, 3, 5];

/** A settled new user with an action name that occurs, and a number of times. */
interface Behaviour {
  user: UserHistory;
  actionName: string;
  times: number;
  isDoer: boolean;
  cameBack: boolean;
}

export function activationDrivers(
  definitions: CatalogueDefinitions,
  now: Microseconds,
  members: CatalogueView,
): AnyCube {
  const { earlyDays } = catalogueSettings(definitions);
  const unit = ({ user }: Behaviour): string => user.user_id;
  const doers = ({ isDoer }: Behaviour): boolean => isDoer;
  const others = ({ isDoer }: Behaviour): boolean => !isDoer;
  const cameBack = (row: Behaviour): boolean => row.cameBack;
  /** How many of some users came back, of how many. */
  const kept = (rows: readonly Behaviour[], of: (row: Behaviour) => boolean): [number, number] => [
    new Set(rows.filter((row) => of(row) && row.cameBack).map(unit)).size,
    new Set(rows.filter(of).map(unit)).size,
  ];
  /** The difference's end that is away from it as far as these ends of the doers' and of the others' interval are. */
  const newcombe = (rows: readonly Behaviour[], sign: -1 | 1): Value => {
    const [ofDoers, ofOthers] = [kept(rows, doers), kept(rows, others)];
    if (ofDoers[1] === 0 || ofOthers[1] === 0) return null;
    const [one, other] = [ofDoers, ofOthers].map(([above, below]) => ({
      rate: (100 * above) / below,
      low: numberOf(wilson(above, below).low),
      high: numberOf(wilson(above, below).high),
    })) as [Interval, Interval];
    const [near, far] = sign < 0 ? [one.low, other.high] : [one.high, other.low];
    return {
      kind: 'approximate',
      number: one.rate - other.rate + sign * Math.hypot(one.rate - near, other.rate - far),
    };
  };

  return anyCube<Behaviour>({
    rows: (source) => {
      const users = userHistories(source, definitions);
      // Those of any known user, settled or not, whenever it was done (rule 15).
      const names = new Set(users.flatMap(({ actions }) => actions.map(({ action_name }) => action_name)));
      return users
        .filter((user) => isMature(returnDays.to, user.signed_up_at, now))
        .flatMap((user) => {
          const early = user.actions.filter(({ occurred_at }) =>
            isWithin(earlyDays, user.signed_up_at, occurred_at),
          );
          const timesOfName = grouped(early, ({ action_name }) => action_name);
          const returned = user.sessionStarts.some(
            (start) =>
              start >= user.signed_up_at + windowOf(returnDays.from) &&
              start < user.signed_up_at + windowOf(returnDays.to),
          );
          return [...names].flatMap((actionName) =>
            numbersOfTimes.map((times) => ({
              user,
              actionName,
              times,
              isDoer: (timesOfName.get(actionName)?.length ?? 0) >= times,
              cameBack: returned,
            })),
          );
        });
    },
    times: { signedUpAt: ({ user }) => user.signed_up_at },
    dimensions: {
      ...userAttributes(({ user }: Behaviour) => user),
      actionName: (row) => row.actionName,
      times: (row) => row.times,
    },
    segments: {},
    needs: ['actionName', 'times'],
    measures: {
      ...rateMeasures(members, unit, {
        reach: { above: doers },
        retentionOfDoers: { below: doers, above: cameBack },
        retentionOfOthers: { below: others, above: cameBack },
      }),
      retentionDifference: (rows) => {
        const [[above, below], [aboveOfOthers, belowOfOthers]] = [kept(rows, doers), kept(rows, others)];
        if (below === 0 || belowOfOthers === 0) return null;
        return {
          kind: 'exact',
          numerator: 100n * (BigInt(above) * BigInt(belowOfOthers) - BigInt(aboveOfOthers) * BigInt(below)),
          denominator: BigInt(below) * BigInt(belowOfOthers),
        };
      },
      retentionDifferenceLow: (rows) => newcombe(rows, -1),
      retentionDifferenceHigh: (rows) => newcombe(rows, 1),
    },
  });
}

interface Interval {
  rate: number;
  low: number;
  high: number;
}

function numberOf(value: Value): number {
  if (value?.kind !== 'approximate') throw new Error('The end of an interval is a number');
  return value.number;
}
