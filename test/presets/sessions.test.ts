import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sessionsByInactivity } from '../../src/presets/sessions.ts';
import { insert, openWarehouse } from './story.ts';

const { query } = openWarehouse('');

interface Seen {
  user_id: string;
  event_id: string;
  /** Seconds after noon. */
  second: number;
}

/** Sessions reckoned the plain way: go through a user's times, and begin anew after a long pause. */
function sessionsOf(events: Seen[], minutes: number): { user_id: string; second: number }[] {
  const sessions: { user_id: string; second: number }[] = [];
  for (const user_id of new Set(events.map((event) => event.user_id))) {
    let last = Number.NEGATIVE_INFINITY;
    const times = events.filter((event) => event.user_id === user_id).map(({ second }) => second);
    for (const second of times.sort((one, other) => one - other)) {
      if (second - last > minutes * 60) sessions.push({ user_id, second });
      last = second;
    }
  }
  return sessions.sort(byUserAndTime);
}

const byUserAndTime = (one: { user_id: string; second: number }, other: typeof one): number =>
  one.user_id.localeCompare(other.user_id) || one.second - other.second;

/** Pauses that are nothing, just short of the threshold, exactly it, just more, and any other. */
const pause = (minutes: number) =>
  fc.oneof(
    fc.constantFrom(0, 1, minutes * 60 - 1, minutes * 60, minutes * 60 + 1),
    fc.integer({ min: 0, max: minutes * 180 }),
  );

const eventsAfterPauses = (minutes: number) =>
  fc
    .array(fc.record({ user_id: fc.constantFrom('ann', 'bob', `o'neill "x"`), pause: pause(minutes) }), {
      maxLength: 40,
    })
    .map((steps) => {
      const clock = new Map<string, number>();
      return steps.map(({ user_id, pause: seconds }, position): Seen => {
        const second = (clock.get(user_id) ?? 0) + seconds;
        clock.set(user_id, second);
        return { user_id, event_id: `e${position}`, second };
      });
    })
    // The table is in no order.
    .chain((events) => fc.shuffledSubarray(events, { minLength: events.length }));

test('sessions by inactivity are those of a plain reckoning', async () => {
  await query(
    "CREATE TABLE seen (user_id TEXT, event_id TEXT, second INTEGER); CREATE VIEW events AS SELECT *, TIMESTAMPTZ '2026-01-01 12:00:00+00' + second * INTERVAL '1 second' AS occurred_at FROM seen",
  );
  await fc.assert(
    fc.asyncProperty(
      fc
        .constantFrom(0.5, 5, 30)
        .chain((minutes) => fc.tuple(fc.constant(minutes), eventsAfterPauses(minutes))),
      async ([minutes, events]) => {
        await query(
          `TRUNCATE seen; ${
            events.length > 0
              ? insert(
                  'seen',
                  events.map((event) => ({ ...event })),
                )
              : ''
          }`,
        );
        const rows = (await query(
          `SELECT session_id, user_id, EXTRACT(EPOCH FROM session_start_time - '2026-01-01 12:00:00+00')::int AS second
           FROM (${sessionsByInactivity('SELECT * FROM events', minutes)}) AS source`,
        )) as { session_id: string; user_id: string; second: number }[];
        expect(rows.map(({ user_id, second }) => ({ user_id, second })).sort(byUserAndTime)).toEqual(
          sessionsOf(events, minutes),
        );
        expect(new Set(rows.map(({ session_id }) => session_id)).size).toBe(rows.length);
      },
    ),
    { numRuns: 200 },
  );
});

test('a session keeps its name when further events arrive', async () => {
  const at = (time: string, id: string) =>
    `SELECT 'ann' AS user_id, '${id}' AS event_id, TIMESTAMPTZ '2026-01-01 ${time}+00' AS occurred_at`;
  const named = async (...events: string[]) =>
    (
      await query(
        `SELECT session_id FROM (${sessionsByInactivity(events.join(' UNION ALL '), 30)}) AS source ORDER BY session_start_time`,
      )
    ).map((row) => row.session_id);
  const before = await named(at('12:00', 'b'), at('14:00', 'c'));
  expect(before).toEqual(['["ann", "b"]', '["ann", "c"]']);
  expect(await named(at('12:00', 'b'), at('12:10', 'a'), at('14:00', 'c'), at('15:00', 'd'))).toEqual([
    ...before,
    '["ann", "d"]',
  ]);
});
