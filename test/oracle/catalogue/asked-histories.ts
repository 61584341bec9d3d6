/** Histories of a few lines each, and what the oracle says of them. */
import { answer } from '../answer.ts';
import { contract } from '../contract.ts';
import type { Microseconds, OracleRows } from '../source-rows.ts';
import type { Value } from '../value.ts';
import { allSources, type CatalogueDefinitions } from './settings.ts';

/** Without features and optional sources, and with the catalogue's defaults. */
const defaults: CatalogueDefinitions = {
  keyAction: 'project_created',
  activationWindowDays: 7,
  activationWindowsOfferedDays: [1, 3, 7, 14, 30],
  keyMilestones: ['workspace_created', 'teammate_invited', 'first_message_sent'],
  multiSessionMinimumSessions: 2,
  expansionWindowDays: 30,
  followUpDays: 7,
};

export const hour = 3_600_000_000;
export const day = 24 * hour;
/** When the units of these histories start, unless they say otherwise. */
export const start = Date.UTC(2026, 0, 1) * 1000;
/** Long after everything. */
export const later = start + 400 * day;

/** Events by whom and when, counted from {@link start}. */
export interface History {
  /** By default ann alone, of no account, at the start. */
  users?: [user: string, signedUp: Microseconds, account?: string][];
  sessions?: [user: string, at: Microseconds, id?: string][];
  activations?: [user: string, at: Microseconds | null][];
  actions?: [user: string, name: string, at: Microseconds][];
  accounts?: [account: string, created: Microseconds][];
  milestones?: [account: string, name: string, at: Microseconds][];
  eligibilities?: [account: string, eligible: Microseconds, activated: Microseconds | null][];
  /** Of acme, on the plan pro, without an end, and not self-serve, unless told. */
  subscriptions?: {
    kind: string;
    at: Microseconds;
    until?: Microseconds;
    id?: string;
    account?: string;
    plan?: string;
    isSelfServe?: boolean | null;
  }[];
  payments?: [amount: string, at: Microseconds, account?: string, currency?: string][];
  referrals?: [referrer: string, invited: Microseconds, clicked?: Microseconds | null, referred?: string][];
  leads?: [created: Microseconds, user?: string | null, source?: string | null][];
  /** With the user ann, unless told. */
  contacts?: {
    kind: string;
    at: Microseconds;
    respondedAt?: Microseconds;
    id?: string;
    user?: string | null;
    lead?: string;
  }[];
  answers?: [user: string, survey: string, score: string, at: Microseconds, id?: string | undefined][];
}

export const rowsOf = ({
  users = [['ann', 0]],
  sessions = [],
  activations = [],
  actions = [],
  accounts = [],
  milestones = [],
  eligibilities = [],
  subscriptions = [],
  payments = [],
  referrals = [],
  leads = [],
  contacts = [],
  answers = [],
}: History): OracleRows => ({
  users: users.map(([user_id, at, account_id = null]) => ({
    user_id,
    account_id,
    signed_up_at: start + at,
    persona: null,
    plan_type: null,
    signup_source: null,
  })),
  session_history: sessions.map(([user_id, at, session_id], index) => ({
    session_id: session_id ?? `s${index}`,
    user_id,
    session_start_time: start + at,
  })),
  activated_users: activations.map(([user_id, at]) => ({
    user_id,
    activation_milestone_completion_timestamp: at === null ? null : start + at,
  })),
  key_actions: actions.map(([user_id, action_name, at], index) => ({
    id: `k${index}`,
    user_id,
    action_name,
    occurred_at: start + at,
  })),
  accounts: accounts.map(([id, at]) => ({
    id,
    created_at: start + at,
    product_plan: null,
    plan_tier: null,
    use_case: null,
    user_type: null,
  })),
  milestone_completion_logs: milestones.map(([account_id, milestone_name, at], index) => ({
    id: `l${index}`,
    account_id,
    milestone_name,
    completion_date: start + at,
  })),
  expansion_activation: eligibilities.map(([account_id, eligible, activated], index) => ({
    id: `e${index}`,
    account_id,
    expansion_feature: 'sso',
    eligible_date: start + eligible,
    activation_date: activated === null ? null : start + activated,
  })),
  subscriptions: subscriptions.map((row, index) => ({
    id: row.id ?? `b${index}`,
    account_id: row.account ?? 'acme',
    plan: row.plan ?? 'pro',
    kind: row.kind,
    is_self_serve: row.isSelfServe === undefined ? false : row.isSelfServe,
    started_at: start + row.at,
    ended_at: row.until === undefined ? null : start + row.until,
  })),
  payments: payments.map(([amount, at, account_id = 'acme', currency = 'USD'], index) => ({
    id: `p${index}`,
    account_id,
    amount,
    currency,
    paid_at: start + at,
  })),
  referrals: referrals.map(([referrer_user_id, invited, clicked = null, referred = null], index) => ({
    id: `r${index}`,
    referrer_user_id,
    invited_at: start + invited,
    clicked_at: clicked === null ? null : start + clicked,
    referred_user_id: referred,
  })),
  leads: leads.map(([created, user_id = null, source = null], index) => ({
    id: `lead ${index}`,
    created_at: start + created,
    source,
    user_id,
  })),
  contacts: contacts.map(({ kind, at, respondedAt, id, user = 'ann', lead = null }, index) => ({
    id: id ?? `c${index}`,
    lead_id: lead,
    user_id: user,
    kind,
    occurred_at: start + at,
    responded_at: respondedAt === undefined ? null : start + respondedAt,
  })),
  survey_responses: answers.map(([user_id, survey, score, at, id], index) => ({
    id: id ?? `a${index}`,
    user_id,
    survey,
    score,
    answered_at: start + at,
  })),
});

/** With all optional sources. */
export const definitions: CatalogueDefinitions = {
  ...defaults,
  sources: allSources,
  keyAction: 'create',
  keyMilestones: ['a', 'b'],
  features: { notes: ['note', 'memo'], 'code review': ['review'], charts: ['chart'], maps: ['map'] },
};

const toNumber = (value: Value | undefined): number | null => {
  if (value === null || value === undefined) return null;
  return value.kind === 'approximate' ? value.number : Number(value.numerator) / Number(value.denominator);
};

/** The measures of a view over a history, in total unless by a dimension and one value of it. */
export function ask(
  view: string,
  history: History,
  measures: string[],
  { now = later, by, settings = {} }: AskOptions = {},
): (number | null)[] {
  const groups = answer(contract({ ...definitions, ...settings }, now), rowsOf(history), {
    measures: measures.map((measure) => `${view}.${measure}`),
    ...(by && { dimensions: [`${view}.${by[0]}`] }),
  });
  const group = by ? groups.find(({ keys }) => Object.values(keys)[0] === by[1]) : groups[0];
  return measures.map((measure) => toNumber(group?.measures[`${view}.${measure}`]));
}

interface AskOptions {
  now?: Microseconds;
  by?: [dimension: string, value: string | number];
  settings?: Partial<CatalogueDefinitions>;
}

/** One measure. */
export const one = (view: string, measure: string, history: History, options?: AskOptions): number | null =>
  ask(view, history, [measure], options)[0] ?? null;
