import type { CompleteConfig } from '../../config/config.ts';
import type { SourceName } from '../../config/sources.ts';
import type { Check, Question } from '../data-check.ts';
import type { Finding } from '../findings.ts';
import { keyActionNames, keyMilestoneNames } from '../key-names.ts';
import { severityOfShare, shareOf } from '../share.ts';
import { columnOf, type SurveyedSource, type Warehouse } from '../surveyed-source.ts';

/** A conversion that is measured from the start of a user or an account in another source. */
interface Conversion {
  source: SourceName;
  key: string;
  time: string;
  unit: 'users' | 'accounts';
  unitKey: string;
  start: string;
  /** The rows that are conversions, where not all of the source are. */
  names?: { column: string; of: (config: CompleteConfig) => string[] };
}

const conversions: readonly Conversion[] = [
  {
    source: 'activatedUsers',
    key: 'userId',
    time: 'activationMilestoneCompletionTimestamp',
    unit: 'users',
    unitKey: 'userId',
    start: 'signedUpAt',
  },
  {
    source: 'keyActions',
    key: 'userId',
    time: 'occurredAt',
    unit: 'users',
    unitKey: 'userId',
    start: 'signedUpAt',
    names: { column: 'actionName', of: keyActionNames },
  },
  {
    source: 'milestoneCompletionLogs',
    key: 'accountId',
    time: 'completionDate',
    unit: 'accounts',
    unitKey: 'id',
    start: 'createdAt',
    names: { column: 'milestoneName', of: keyMilestoneNames },
  },
  {
    source: 'subscriptions',
    key: 'accountId',
    time: 'startedAt',
    unit: 'accounts',
    unitKey: 'id',
    start: 'createdAt',
  },
  {
    source: 'referrals',
    key: 'referrerUserId',
    time: 'invitedAt',
    unit: 'users',
    unitKey: 'userId',
    start: 'signedUpAt',
  },
  {
    source: 'surveyResponses',
    key: 'userId',
    time: 'answeredAt',
    unit: 'users',
    unitKey: 'userId',
    start: 'signedUpAt',
  },
];

/** Two times of one row, of which the second can't be before the first. */
interface Span {
  source: SourceName;
  start: string;
  end: string;
  /** What comes of a row where it is. */
  consequence: string;
}

const spans: readonly Span[] = [
  {
    source: 'subscriptions',
    start: 'startedAt',
    end: 'endedAt',
    consequence: 'were never in force',
  },
  {
    source: 'referrals',
    start: 'invitedAt',
    end: 'clickedAt',
    consequence: 'are clicks that no invitation led to, and count nowhere (rule 3)',
  },
  {
    source: 'contacts',
    start: 'occurredAt',
    end: 'respondedAt',
    consequence: 'are no responses (rule 3)',
  },
];

/** Conversions dated before the start that they are measured from: they don't count (rule 3). */
export const order: Check = {
  id: 'order',
  subject: 'conversions before their start',
  questions: (warehouse) => [
    ...conversions.flatMap((conversion) => questionOf(conversion, warehouse)),
    ...expansionQuestion(warehouse),
    ...spans.flatMap((span) => spanQuestion(span, warehouse)),
  ],
};

interface Counts {
  rows: number;
  early: number;
}

function questionOf(conversion: Conversion, { joined, config }: Warehouse): Question[] {
  const pair = joined(conversion.source, conversion.unit, conversion.key);
  if (!pair) return [];
  const [event, unit] = pair;
  const { key, time, unitKey, start, names } = conversion;
  const [eventKey, eventTime] = [columnOf(event, key)?.canonical, columnOf(event, time)?.canonical];
  const [startKey, startTime] = [columnOf(unit, unitKey)?.canonical, columnOf(unit, start)?.canonical];
  return [
    {
      source: event.name,
      ask: async (session) => {
        const counts = await session.row<Counts>(
          `SELECT
             COUNT(*) AS rows,
             COUNT(*) FILTER (WHERE event.${eventTime} < unit.${startTime}) AS early
           FROM ${event.relation} AS event
           JOIN ${unit.relation} AS unit
             ON unit.${startKey} = event.${eventKey}
           WHERE event.${eventTime} IS NOT NULL
             AND unit.${startTime} IS NOT NULL
             ${names ? `AND event.${columnOf(event, names.column)?.canonical}::text = ANY ($1::text[])` : ''}`,
          names ? [names.of(config)] : [],
        );
        const what = `conversions of known ${conversion.unit} are dated before their start and don't count (rule 3)`;
        return [beforeStart(event, time, `${unit.name}.${start}`, what, counts)];
      },
    },
  ];
}

function expansionQuestion({ joined }: Warehouse): Question[] {
  const [expansion, accounts] = joined('expansionActivation', 'accounts') ?? [];
  if (!expansion || !accounts) return [];
  return [
    {
      source: expansion.name,
      ask: async (session) => {
        const counts = await session.row<Counts>(
          `SELECT
             COUNT(*) AS rows,
             COUNT(*) FILTER (WHERE expansion.activation_date < expansion.eligible_date) AS early
           FROM ${expansion.relation} AS expansion
           JOIN ${accounts.relation} AS account
             ON account.id = expansion.account_id
           WHERE expansion.activation_date IS NOT NULL
             AND expansion.eligible_date IS NOT NULL`,
        );
        const what = "conversions of known accounts are dated before their start and don't count (rule 3)";
        return [beforeStart(expansion, 'activationDate', 'its eligibleDate', what, counts)];
      },
    },
  ];
}

function spanQuestion({ source: name, start, end, consequence }: Span, { sources }: Warehouse): Question[] {
  const source = sources.find((each) => each.name === name);
  if (!source) return [];
  const [startTime, endTime] = [columnOf(source, start)?.canonical, columnOf(source, end)?.canonical];
  return [
    {
      source: name,
      ask: async (session) => {
        const counts = await session.row<Counts>(
          `SELECT
             COUNT(source.${endTime}) AS rows,
             COUNT(*) FILTER (WHERE source.${endTime} < source.${startTime}) AS early
           FROM ${source.relation} AS source`,
        );
        return [beforeStart(source, end, `its ${start}`, consequence, counts)];
      },
    },
  ];
}

function beforeStart(
  event: SurveyedSource,
  column: string,
  start: string,
  what: string,
  { rows, early }: Counts,
): Finding {
  const shared = { id: 'order.before-start', column, count: early };
  if (early === 0) {
    return {
      ...shared,
      severity: 'ok',
      title: `${event.physical.path}: no ${column} before ${start}`,
      detail: shareOf(rows, rows),
    };
  }
  return {
    ...shared,
    severity: severityOfShare(early, rows),
    title: `${event.physical.path}: ${column} before ${start}`,
    detail: `${shareOf(early, rows)} ${what}.`,
    fix: `If you expect fewer, compare the clocks and time zones of ${column} and ${start}.`,
  };
}
