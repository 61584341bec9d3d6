import type { Check } from '../data-check.ts';
import type { Finding } from '../findings.ts';
import type { ReadOnlySession } from '../read-only-session.ts';
import { countOf, severityOfShare, shareOf } from '../share.ts';
import type { SurveyedSource, Warehouse } from '../surveyed-source.ts';
import { isUniqueByIndex } from './keys.ts';

/** Sessions that several users share, and activations that no session led to. */
export const sessions: Check = {
  id: 'sessions',
  subject: 'sessions',
  questions: (warehouse) => {
    const history = warehouse.sources.find(({ name }) => name === 'sessionHistory');
    const activation = activationSources(warehouse);
    return [
      ...(history
        ? [
            {
              source: history.name,
              ask: async (session: ReadOnlySession) => [await sharedSessions(session, history)],
            },
          ]
        : []),
      ...(activation
        ? [
            {
              source: activation.activatedUsers.name,
              ask: async (session: ReadOnlySession) => [await activationsWithoutSession(session, activation)],
            },
          ]
        : []),
    ];
  },
};

async function sharedSessions(session: ReadOnlySession, source: SurveyedSource): Promise<Finding> {
  const { path } = source.physical;
  const none: Finding = {
    id: 'sessions.shared',
    severity: 'ok',
    column: 'userId',
    title: `${path}: each session is of one user`,
    detail: 'No session names two users.',
    count: 0,
  };
  if (await isUniqueByIndex(session, source, 'sessionId')) return none;
  const { shared } = await session.row<{ shared: number }>(
    `SELECT COUNT(*) AS shared
     FROM (
       SELECT source.session_id
       FROM ${source.relation} AS source
       WHERE source.session_id IS NOT NULL
       GROUP BY source.session_id
       HAVING COUNT(DISTINCT source.user_id) > 1
     ) AS session`,
  );
  if (shared === 0) return none;
  return {
    ...none,
    severity: 'warning',
    title: `${path}: sessions that several users share`,
    detail: `${countOf(shared, 'session')} of more than one user, as when several people use one device; each of them is counted with the session.`,
    count: shared,
    fix: `Map ${path}.columns.sessionId to an expression of session and user, so that each user has a session of their own.`,
  };
}

interface ActivationSources {
  users: SurveyedSource;
  activatedUsers: SurveyedSource;
  sessionHistory: SurveyedSource;
}

function activationSources({ joined }: Warehouse): ActivationSources | null {
  const [activatedUsers, users] = joined('activatedUsers', 'users') ?? [];
  const [sessionHistory] = joined('sessionHistory', 'activatedUsers') ?? [];
  return users && activatedUsers && sessionHistory ? { users, activatedUsers, sessionHistory } : null;
}

async function activationsWithoutSession(
  session: ReadOnlySession,
  { users, activatedUsers, sessionHistory }: ActivationSources,
): Promise<Finding> {
  const { activated, without } = await session.row<{ activated: number; without: number }>(
    `SELECT
       COUNT(*) AS activated,
       COUNT(*) FILTER (
         WHERE first_session.started_at IS NULL
           OR first_session.started_at > activation.activation_milestone_completion_timestamp
       ) AS without
     FROM ${activatedUsers.relation} AS activation
     JOIN ${users.relation} AS "user"
       ON "user".user_id = activation.user_id
       AND "user".signed_up_at <= activation.activation_milestone_completion_timestamp
     LEFT JOIN (
       SELECT source.user_id, MIN(source.session_start_time) AS started_at
       FROM ${sessionHistory.relation} AS source
       GROUP BY source.user_id
     ) AS first_session
       ON first_session.user_id = activation.user_id`,
  );
  return {
    id: 'sessions.none-before-activation',
    severity: severityOfShare(without, activated),
    title:
      without === 0 ? 'Each activation has a session before it' : 'Users activated without a session by then',
    detail: `${shareOf(without, activated)} activated users; they count as single-session.`,
    count: without,
    ...(without === 0
      ? {}
      : { fix: 'If you expect fewer, compare the user ids and the clocks of sessions and activations.' }),
  };
}
