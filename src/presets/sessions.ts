import { compositeKey, subquery } from './preset-sql.ts';

/** The pause that ends a session unless the options say otherwise, in minutes. */
export const usualInactivityMinutes = 30;

/**
 * Sessions where the events carry none: a user's events, as long as none comes more than the pause after the one
 * before. A pause of exactly that length doesn't end a session. A session is named after its first event, so that it
 * keeps its name when further events arrive.
 *
 * @param events a query with `user_id`, `event_id` and `occurred_at`, each event once
 */
export const sessionsByInactivity = (events: string, minutes: number): string => `\
SELECT
  ${compositeKey('user_id', 'event_id')} AS session_id,
  user_id,
  occurred_at AS session_start_time
FROM ${subquery(`\
SELECT
  user_id,
  event_id,
  occurred_at,
  LAG(occurred_at) OVER (
    PARTITION BY user_id
    ORDER BY occurred_at, event_id
  ) AS previous_at
FROM ${subquery(events)} AS events`)} AS events
WHERE previous_at IS NULL
  OR occurred_at > previous_at + INTERVAL '${minutes * 60} seconds'`;

/**
 * Sessions as the events name them. The same name under two users is a session of each: trackers count session names
 * up for each user, and keep one when another user logs in.
 *
 * @param events a query with `user_id`, `session_id` (null for an event outside of any session) and `occurred_at`
 */
export const sessionsByName = (events: string): string => `\
SELECT
  ${compositeKey('events.user_id', 'events.session_id')} AS session_id,
  events.user_id,
  MIN(events.occurred_at) AS session_start_time
FROM ${subquery(events)} AS events
WHERE events.session_id IS NOT NULL
GROUP BY events.user_id, events.session_id`;
