import { returnDays } from '../../config/return-days.ts';
import type { Check } from '../data-check.ts';
import type { Finding } from '../findings.ts';
import { keyActionSets } from '../key-names.ts';
import { countOf, inFigures, shareOf } from '../share.ts';
import { columnOf } from '../surveyed-source.ts';

/** Fewer doers, or fewer others, say too little to tell anybody of another action. */
const fewest = 30;

/** Settled new users: those who did an action early, or all of them, and how many of them came back. */
interface Group {
  users: number;
  back: number;
}

interface Action extends Group {
  name: string;
}

/**
 * A key action that another one clearly beats at telling who comes back, in the numbers of `ActivationDrivers`: more doers of
 * the other come back than others, and the least that their difference may be is above the most that the key action's may.
 */
export const drivers: Check = {
  id: 'drivers',
  subject: 'which early action goes with coming back',
  questions: ({ joined, config, now }) => {
    const [actions, users] = joined('keyActions', 'users', 'userId') ?? [];
    const [sessions] = joined('sessionHistory', 'users', 'userId') ?? [];
    if (!actions || !users || !sessions) return [];
    return [
      {
        source: actions.name,
        ask: async (session) => {
          const found = await session.rows<Group & { name: string | null }>(
            `WITH settled AS (
               SELECT "user".user_id, "user".signed_up_at, back.user_id IS NOT NULL AS is_back
               FROM ${users.relation} AS "user"
               LEFT JOIN (
                 SELECT DISTINCT "user".user_id
                 FROM ${users.relation} AS "user"
                 JOIN ${sessions.relation} AS session
                   ON session.user_id = "user".user_id
                 WHERE session.session_start_time >= "user".signed_up_at + $2 * INTERVAL '24 hours'
                   AND session.session_start_time < "user".signed_up_at + $3 * INTERVAL '24 hours'
               ) AS back
                 ON back.user_id = "user".user_id
               WHERE "user".signed_up_at + $3 * INTERVAL '24 hours' <= $1::timestamptz
             )
             SELECT NULL AS name, COUNT(*) AS users, COUNT(*) FILTER (WHERE is_back) AS back
             FROM settled
             UNION ALL
             SELECT name, COUNT(*) AS users, COUNT(*) FILTER (WHERE is_back) AS back
             FROM (
               SELECT DISTINCT settled.user_id, settled.is_back, action.${columnOf(actions, 'actionName')?.canonical}::text AS name
               FROM settled
               JOIN ${actions.relation} AS action
                 ON action.user_id = settled.user_id
               WHERE action.occurred_at >= settled.signed_up_at
                 AND action.occurred_at < settled.signed_up_at + $4 * INTERVAL '24 hours'
             ) AS done
             WHERE name IS NOT NULL
             GROUP BY name`,
            [now, returnDays.from, returnDays.before, config.earlyDays],
          );
          const all = found.find(({ name }) => name === null) ?? { users: 0, back: 0 };
          const done = found.flatMap(({ name, ...group }) => (name === null ? [] : [{ name, ...group }]));
          return keyActionSets(config)
            .flatMap(({ names }) => names)
            .map(({ name, path }) => compared(name, path, all, done, config.earlyDays));
        },
      },
    ];
  },
};

function compared(name: string, path: string, all: Group, done: readonly Action[], days: number): Finding {
  const own = done.find((action) => action.name === name);
  const isTelling = ({ users }: Group): boolean => users >= fewest && all.users - users >= fewest;
  const finding: Finding = {
    id: 'drivers.beaten',
    severity: 'ok',
    column: 'actionName',
    title: `${path}: no other early action than ${JSON.stringify(name)} clearly tells better who comes back`,
    detail: `Of ${countOf(all.users, 'user')} who signed up ${returnDays.before} days ago or earlier.`,
    count: 0,
  };
  if (!own || !isTelling(own)) {
    return { ...finding, detail: `${finding.detail} Too few of them did it early, or didn't, to compare.` };
  }
  const { high, difference } = intervalOf(own, all);
  const better = done
    .filter((action) => action.name !== name && isTelling(action))
    .map((action) => ({ ...action, ...intervalOf(action, all) }))
    .filter(({ low }) => low > Math.max(0, high))
    .toSorted((one, other) => other.low - one.low);
  const [best] = better;
  if (!best) return finding;
  return {
    ...finding,
    severity: 'info',
    title: `${path}: other early actions tell better than ${JSON.stringify(name)} who comes back`,
    detail:
      `Of ${inFigures(all.users)} users who signed up ${returnDays.before} days ago or earlier, ${shareOf(own.back, own.users)} who did it in ${days} days came back in the third or fourth week: ${points(difference)} than of those who didn't. ` +
      `${better
        .slice(0, 3)
        .map(
          (action) =>
            `${JSON.stringify(action.name)}: ${shareOf(action.back, action.users)}, ${points(action.difference)}`,
        )
        .join('; ')}. An association, which says nothing of the cause.`,
    count: better.length,
    fix: `Look at ActivationDrivers, and whether ${path} should be ${JSON.stringify(best.name)}.`,
  };
}

const points = (difference: number): string =>
  `${Math.abs(difference).toFixed(1)} percentage points ${difference < 0 ? 'fewer' : 'more'}`;

/** How many percentage points more of a group came back than of all others, with the ends of Newcombe's 95 % interval. */
function intervalOf(group: Group, all: Group): { difference: number; low: number; high: number } {
  const [one, other] = [group, { users: all.users - group.users, back: all.back - group.back }].map(wilson);
  if (!one || !other) throw new Error('Two groups have two intervals');
  const difference = one.rate - other.rate;
  return {
    difference,
    low: difference - Math.hypot(one.rate - one.low, other.high - other.rate),
    high: difference + Math.hypot(one.high - one.rate, other.rate - other.low),
  };
}

/** A percentage with the ends of its Wilson score interval. */
function wilson({ users, back }: Group): { rate: number; low: number; high: number } {
  const z = 1.959963984540054;
  const end = (sign: -1 | 1): number =>
    (100 * (back + (z * z) / 2 + sign * z * Math.sqrt((back * (users - back)) / users + (z * z) / 4))) /
    (users + z * z);
  return { rate: (100 * back) / users, low: end(-1), high: end(1) };
}
