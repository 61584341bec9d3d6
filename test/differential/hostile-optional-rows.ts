import fc from 'fast-check';
import type { OptionalTable } from '../../src/config/sources.ts';
import { type CatalogueSettings, catalogueSettings } from '../oracle/catalogue/settings.ts';
import type { Microseconds, OracleRow, OracleRows } from '../oracle/source-rows.ts';
import { grouped } from '../oracle/units.ts';
import { before, type Circumstances, type Event, events, type Places, starts, tyingWith } from './moment.ts';
import { accountIds, attributes, idPrefixes, leadIds, lookAlikes, plans, userIds } from './names.ts';
import { nullable, some, someWithKey } from './tables.ts';

type Windows = (settings: CatalogueSettings) => number[];

/** Which user or account: one of its table, or any that may be in it. */
interface Picked {
  among: 'used' | 'known' | 'any';
  which: number;
  any: string;
}

const picked = (any: fc.Arbitrary<string>): fc.Arbitrary<Picked> =>
  fc.record({ among: fc.constantFrom('used', 'used', 'known', 'any'), which: fc.nat(5), any });

/** The moments of the other tables that those of the optional ones are counted from. */
class Moments {
  readonly settings: CatalogueSettings;
  private readonly signUps: Map<string, Microseconds>;
  private readonly activations: Map<string, Microseconds | null>;
  private readonly creations: Map<string, Microseconds>;
  private readonly members: Map<string | null, OracleRow<'users'>[]>;
  private readonly actions: Map<string, OracleRow<'key_actions'>[]>;

  constructor(
    readonly circumstances: Circumstances,
    private readonly rows: OracleRows,
  ) {
    this.settings = catalogueSettings(circumstances.definitions);
    this.signUps = new Map(rows.users.map((row) => [row.user_id, row.signed_up_at]));
    this.activations = new Map(
      rows.activated_users.map((row) => [row.user_id, row.activation_milestone_completion_timestamp]),
    );
    this.creations = new Map(rows.accounts.map((row) => [row.id, row.created_at]));
    this.members = grouped(rows.users, (row) => row.account_id);
    this.actions = grouped(rows.key_actions, (row) => row.user_id);
  }

  signUp(user: string | null): Microseconds | undefined {
    return this.signUps.get(user ?? '');
  }

  activation(user: string | null): Microseconds | null | undefined {
    return this.activations.get(user ?? '') ?? this.signUp(user);
  }

  creation(account: string): Microseconds | undefined {
    return this.creations.get(account);
  }

  /** A user of `users`, mostly, or any. */
  user({ among, which, any }: Picked): string {
    const { users } = this.rows;
    return (among === 'any' ? undefined : users[which % users.length]?.user_id) ?? any;
  }

  /** An account of `accounts`, mostly one that has users, or any. */
  account({ among, which, any }: Picked): string {
    const { users, accounts } = this.rows;
    if (among === 'any') return any;
    const ofUser = among === 'used' ? users[which % users.length]?.account_id : null;
    return ofUser ?? accounts[which % accounts.length]?.id ?? any;
  }

  membersOf(account: string): OracleRow<'users'>[] {
    return this.members.get(account) ?? [];
  }

  /** When one of the account's users signed up. */
  signUpIn(account: string, which: number): Microseconds | undefined {
    const members = this.membersOf(account);
    return members[which % members.length]?.signed_up_at;
  }

  /** When the user did one of their actions. */
  action(user: string | null, which: number): Microseconds | undefined {
    const actions = this.actions.get(user ?? '') ?? [];
    return actions[which % actions.length]?.occurred_at;
  }

  /** When one of the account's users did one of their actions. */
  actionIn(account: string, which: number): Microseconds | undefined {
    const members = this.membersOf(account);
    return this.action(members[which % members.length]?.user_id ?? null, which);
  }

  /** An event counted from a moment, at the ends of these windows or about them. */
  at(event: Event, from: Microseconds | null | undefined, windows: Windows = () => [1]): Microseconds {
    return event(from, tyingWith(this.circumstances, ...windows(this.settings)));
  }

  /** A start whose window ends at a moment, or now unless told. */
  settling(event: Event, windows: Windows, at: Microseconds | undefined = this.circumstances.now) {
    return this.at(before(event), at, windows);
  }
}

type OptionalRows = Pick<OracleRows, OptionalTable | 'key_actions'>;

/** Rows of the optional tables, by those of the others, and further actions, at the ends of trials. */
export function rowsOfOptional(
  inPlaces: Places,
): fc.Arbitrary<(circumstances: Circumstances, rows: OracleRows) => OptionalRows> {
  const start = starts(inPlaces);
  const event = events(inPlaces);
  const which = fc.nat(5);
  return fc
    .record({
      subscriptions: some(
        fc.record({
          id: idPrefixes,
          account: picked(accountIds),
          plan: plans,
          kind: fc.oneof(
            { weight: 8, arbitrary: fc.constantFrom('trial', 'paid', 'paid', 'free') },
            { weight: 1, arbitrary: fc.constantFrom('pilot', 'Trial', 'paid ', 'FREE', '') },
          ),
          is_self_serve: fc.constantFrom(true, true, true, false, null),
          from: fc.constantFrom('account', 'account', 'signUp', 'action', 'action', 'last', 'last', 'now'),
          which,
          started_at: event,
          until: fc.constantFrom('never', 'never', 'start', 'start', 'last', 'action'),
          ended_at: event,
        }),
        12,
      ),
      conversions: some(
        fc.record({
          account: picked(accountIds),
          kind: fc.constantFrom('free', 'trial'),
          from: fc.constantFrom('account', 'now'),
          started_at: event,
          paid_at: event,
        }),
        4,
      ),
      customers: some(
        fc.record({
          referrer: picked(userIds),
          referred: fc.nat(5),
          from: fc.constantFrom('signUp', 'now'),
          started_at: event,
          ended_at: nullable(event),
        }),
        4,
      ),
      tried: some(
        fc.record({
          user: fc.nat(5),
          started_at: event,
          // A user may do something before the sign-up: in the trial, though it ends as they sign up.
          until: fc.constantFrom('start', 'start', 'signUp'),
          ended_at: nullable(event),
          deciding: fc.nat(3),
          isOnly: fc.boolean(),
          from: fc.constantFrom('start', 'end'),
          occurred_at: event,
        }),
        4,
      ),
      supported: some(
        fc.record({
          user: picked(userIds),
          from: fc.constantFrom('signUp', 'now'),
          occurred_at: event,
          responded_at: event,
          ticket: fc.constantFrom('none', 'contact', 'response'),
          ticket_at: event,
        }),
        4,
      ),
      actions: some(
        fc.record({
          trial: fc.nat(1),
          user: fc.nat(1),
          name: fc.nat(3),
          lookAlike: lookAlikes,
          from: fc.constantFrom('start', 'start', 'end'),
          occurred_at: event,
        }),
        8,
      ),
      payments: some(
        fc.record({
          account: picked(accountIds),
          amount: fc.constantFrom(...amounts),
          currency: fc.constantFrom('reported', 'reported', 'reported', 'reported', 'USD', 'EUR', 'usd'),
          lookAlike: lookAlikes,
          from: fc.constantFrom('trial', 'trial', 'trial', 'action', 'account'),
          which,
          paid_at: event,
        }),
        12,
      ),
      referrals: some(
        fc.record({
          referrer: picked(userIds),
          invited_at: event,
          from: fc.constantFrom('signUp', 'signUp', 'ofReferred'),
          clicked: fc.constantFrom('never', 'invitation', 'ofReferred'),
          clicked_at: event,
          referred: nullable(picked(userIds)),
        }),
        8,
      ),
      leads: someWithKey(
        fc.record({
          id: leadIds,
          from: fc.constantFrom('place', 'signUp', 'action', 'conversion', 'engagement'),
          which,
          start,
          created_at: event,
          source: attributes,
          user: nullable(picked(userIds)),
        }),
        (row) => row.id,
      ),
      contacts: some(
        fc.record({
          id: idPrefixes,
          lead_id: nullable(leadIds),
          user: nullable(picked(userIds)),
          kind: fc.constantFrom('outreach', 'meeting', 'proactive_support', 'proactive_support', 'ticket'),
          lookAlike: lookAlikes,
          from: fc.constantFrom('signUp', 'activation', 'lead', 'last', 'now'),
          which,
          occurred_at: event,
          responded_at: nullable(event),
        }),
        16,
      ),
      survey_responses: some(
        fc.record({
          id: idPrefixes,
          user: picked(userIds),
          survey: fc.nat(5),
          lookAlike: lookAlikes,
          score: fc.constantFrom('at', 'at', 'above', 'below', ...scores),
          from: fc.constantFrom('signUp', 'activation', 'activation', 'last', 'last'),
          answered_at: event,
        }),
        16,
      ),
    })
    .map((sketch) => (circumstances, rows) => {
      const moments = new Moments(circumstances, rows);
      const { now } = circumstances;
      const { settings } = moments;

      const lastSubscriptionOf = new Map<string, OracleRow<'subscriptions'>>();
      const trialsOf = new Map<string, Microseconds>();
      const subscriptions = sketch.subscriptions.map((row, index) => {
        const { plan, kind, is_self_serve } = row;
        const account_id = moments.account(row.account);
        const last = lastSubscriptionOf.get(account_id);
        const action = moments.actionIn(account_id, row.which);
        const windows: Windows = ({ freeToPaidDays, referredCustomerDays }) => [
          freeToPaidDays,
          referredCustomerDays,
        ];
        const origin = {
          account: moments.creation(account_id),
          signUp: moments.signUpIn(account_id, row.which),
          action,
          last: last?.started_at ?? moments.creation(account_id),
          now,
        }[row.from];
        const started_at =
          row.from === 'now'
            ? moments.settling(row.started_at, windows)
            : moments.at(row.from === 'action' ? before(row.started_at) : row.started_at, origin, windows);
        const ended_at = {
          never: null,
          start: moments.at(row.ended_at, started_at, ({ referredCustomerDays }) => [referredCustomerDays]),
          last: moments.at(row.ended_at, last?.started_at ?? started_at, windows),
          action: moments.at(row.ended_at, action ?? started_at),
        }[row.until];
        const made = { id: `${row.id}${index}`, account_id, plan, kind, is_self_serve, started_at, ended_at };
        lastSubscriptionOf.set(account_id, made);
        if (kind === 'trial') trialsOf.set(account_id, started_at);
        return made;
      });

      // Free starts, and what was bought at the ends of their windows: hardly any of those above, which tie with all else.
      const conversions = sketch.conversions.flatMap((row, index): OracleRow<'subscriptions'>[] => {
        const account_id = moments.account(row.account);
        const windows: Windows = ({ freeToPaidDays }) => [freeToPaidDays];
        const started_at =
          row.from === 'now'
            ? moments.settling(row.started_at, windows)
            : moments.at(row.started_at, moments.creation(account_id));
        const made = { account_id, plan: 'pro', is_self_serve: true, ended_at: null };
        const paid_at = moments.at(row.paid_at, started_at, windows);
        return [
          { ...made, id: `f${index}`, kind: row.kind, started_at },
          { ...made, id: `g${index}`, kind: 'paid', started_at: paid_at },
        ];
      });

      // Trials whose actions are all done but for one, at the ends of the trial; or that one alone.
      const tried = sketch.tried.flatMap((row, index) => {
        const { user_id, account_id, signed_up_at } = rows.users[row.user % rows.users.length] ?? {};
        if (!user_id || !account_id) return [];
        const started_at = moments.at(row.started_at, moments.creation(account_id));
        const ended_at =
          row.ended_at && moments.at(row.ended_at, row.until === 'signUp' ? signed_up_at : started_at);
        const names = settings.trialActions;
        const decidingAt = moments.at(
          row.occurred_at,
          row.from === 'end' ? (ended_at ?? started_at) : started_at,
        );
        return {
          subscription: {
            id: `t${index}`,
            account_id,
            plan: 'pro',
            kind: 'trial',
            is_self_serve: null,
            started_at,
            ended_at,
          },
          actions: names.flatMap((action_name, place): OracleRow<'key_actions'>[] => {
            const isDeciding = place === row.deciding % names.length;
            if (row.isOnly && !isDeciding) return [];
            const occurred_at = isDeciding ? decidingAt : started_at;
            return [{ id: `d${index}-${place}`, user_id, action_name, occurred_at }];
          }),
        };
      });

      // Customers that referrals brought, and who leave at the ends of their windows.
      const customers = sketch.customers.flatMap((row, index) => {
        const referred = rows.users[row.referred % rows.users.length];
        if (!referred?.account_id) return [];
        const { user_id: referred_user_id, account_id, signed_up_at } = referred;
        const windows: Windows = ({ referredCustomerDays }) => [referredCustomerDays];
        const started_at =
          row.from === 'now'
            ? moments.settling(row.started_at, windows)
            : moments.at(row.started_at, signed_up_at);
        const ended_at = row.ended_at && moments.at(row.ended_at, started_at, windows);
        const referrer_user_id = moments.user(row.referrer);
        return {
          subscription: {
            id: `c${index}`,
            account_id,
            plan: 'pro',
            kind: 'paid',
            is_self_serve: false,
            started_at,
            ended_at,
          },
          referral: {
            id: `c${index}`,
            referrer_user_id,
            invited_at: signed_up_at,
            clicked_at: null,
            referred_user_id,
          },
        };
      });

      const trials = subscriptions.filter(
        (row) => row.kind === 'trial' && moments.membersOf(row.account_id).length > 0,
      );
      const actions = sketch.actions.flatMap((row, index) => {
        const trial = trials[row.trial % trials.length];
        if (!trial) return [];
        const { account_id, started_at, ended_at } = trial;
        const users = moments.membersOf(account_id);
        const { user_id } = users[row.user % users.length] as OracleRow<'users'>;
        const name = settings.trialActions[row.name % settings.trialActions.length] as string;
        return {
          id: `t${index}`,
          user_id,
          action_name: row.lookAlike(name),
          occurred_at: moments.at(
            row.occurred_at,
            row.from === 'end' ? (ended_at ?? started_at) : started_at,
          ),
        };
      });

      const leads = sketch.leads.map((row) => {
        const { id, source } = row;
        const user_id = row.user && moments.user(row.user);
        const { leadConversionDays, leadEngagementDays } = settings;
        const created_at = {
          place: () => row.start(circumstances),
          signUp: () => moments.settling(row.created_at, () => [leadConversionDays], moments.signUp(user_id)),
          action: () =>
            moments.settling(row.created_at, () => [leadEngagementDays], moments.action(user_id, row.which)),
          conversion: () => moments.settling(row.created_at, () => [leadConversionDays]),
          engagement: () => moments.settling(row.created_at, () => [leadEngagementDays]),
        }[row.from]();
        return { id, created_at, source, user_id };
      });
      const leadsCreated = new Map(leads.map((row) => [row.id, row.created_at]));

      const lastSupportOf = new Map<string | null, OracleRow<'contacts'>>();
      const contacts = sketch.contacts.map((row, index) => {
        const { lead_id } = row;
        const user_id = row.user && moments.user(row.user);
        const support = lastSupportOf.get(user_id);
        const windows: Windows = ({ supportEngagementDays }) => [supportEngagementDays];
        const origin = {
          signUp: moments.signUp(user_id),
          activation: moments.activation(user_id),
          lead: leadsCreated.get(lead_id ?? ''),
          // A ticket, or another contact, as the last one began, or as it was responded to.
          last:
            (row.which % 2 === 0 ? support?.occurred_at : support?.responded_at) ?? moments.signUp(user_id),
          now,
        }[row.from];
        const occurred_at =
          row.from === 'now'
            ? moments.settling(row.occurred_at, windows)
            : moments.at(row.occurred_at, origin, windows);
        const made = {
          id: `${row.id}${index}`,
          lead_id,
          user_id,
          kind: row.lookAlike(row.kind),
          occurred_at,
          responded_at: row.responded_at && moments.at(row.responded_at, occurred_at, windows),
        };
        if (row.kind === 'proactive_support') lastSupportOf.set(user_id, made);
        return made;
      });

      // Support that is responded to at the end of the window, with a ticket beside it.
      const supported = sketch.supported.flatMap((row, index): OracleRow<'contacts'>[] => {
        const user_id = moments.user(row.user);
        const windows: Windows = ({ supportEngagementDays }) => [supportEngagementDays];
        const occurred_at =
          row.from === 'now'
            ? moments.settling(row.occurred_at, windows)
            : moments.at(row.occurred_at, moments.signUp(user_id));
        const responded_at = moments.at(row.responded_at, occurred_at, windows);
        const of = { lead_id: null, user_id };
        const support = { ...of, id: `u${index}`, kind: 'proactive_support', occurred_at, responded_at };
        if (row.ticket === 'none') return [support];
        const ticketAt = moments.at(row.ticket_at, row.ticket === 'contact' ? occurred_at : responded_at);
        return [
          support,
          { ...of, id: `v${index}`, kind: 'ticket', occurred_at: ticketAt, responded_at: null },
        ];
      });

      const surveys = Object.entries(settings.surveys);
      const lastAnswerOf = new Map<string, { name: string; at: Microseconds }>();
      const survey_responses = sketch.survey_responses.map((row, index) => {
        const { from } = row;
        const user_id = moments.user(row.user);
        const last = lastAnswerOf.get(user_id);
        const [name, { favourableFrom }] = surveys[row.survey % surveys.length] as (typeof surveys)[number];
        const origin = {
          signUp: moments.signUp(user_id),
          activation: moments.activation(user_id),
          last: last?.at ?? moments.activation(user_id),
        }[from];
        const answered_at = moments.at(row.answered_at, origin);
        // At the moment of the last answer, mostly to the same survey: which counts is by the id then.
        const survey = from === 'last' && last && index % 4 > 0 ? last.name : name;
        lastAnswerOf.set(user_id, { name: survey, at: answered_at });
        const limit = settings.surveys[survey]?.favourableFrom ?? favourableFrom;
        const nearLimit: Record<string, string> = {
          at: limit.toFixed(2),
          above: (limit + 0.0001).toFixed(4),
          below: (limit - 0.0001).toFixed(4),
        };
        const score = nearLimit[row.score] ?? row.score;
        return { id: `${row.id}${index}`, user_id, survey: row.lookAlike(survey), score, answered_at };
      });

      return {
        key_actions: [...rows.key_actions, ...actions, ...tried.flatMap((trial) => trial.actions)],
        subscriptions: [
          ...subscriptions,
          ...conversions,
          ...tried.map(({ subscription }) => subscription),
          ...customers.map(({ subscription }) => subscription),
        ],
        payments: sketch.payments.map((row, index) => {
          const { amount } = row;
          const account_id = moments.account(row.account);
          const origin = {
            trial: trialsOf.get(account_id),
            action: moments.actionIn(account_id, row.which),
            account: moments.creation(account_id),
          }[row.from];
          return {
            id: `p${index}`,
            account_id,
            amount,
            currency: row.currency === 'reported' ? settings.reportingCurrency : row.currency,
            paid_at: moments.at(
              row.paid_at,
              origin ?? moments.creation(account_id),
              ({ trialRevenueDays }) => [trialRevenueDays],
            ),
          };
        }),
        referrals: [
          ...customers.map(({ referral }) => referral),
          ...sketch.referrals.map((row, index) => {
            const referrer_user_id = moments.user(row.referrer);
            const referred_user_id = row.referred && moments.user(row.referred);
            const ofReferred = moments.signUp(referred_user_id);
            const invited_at = moments.at(
              row.from === 'ofReferred' ? before(row.invited_at) : row.invited_at,
              row.from === 'ofReferred' ? ofReferred : moments.signUp(referrer_user_id),
              ({ invitationDays }) => [invitationDays],
            );
            const clicked_at = {
              never: null,
              invitation: moments.at(row.clicked_at, invited_at),
              ofReferred: moments.at(before(row.clicked_at), ofReferred ?? invited_at),
            }[row.clicked];
            return { id: `r${index}`, referrer_user_id, invited_at, clicked_at, referred_user_id };
          }),
        ],
        leads,
        contacts: [...contacts, ...supported],
        survey_responses,
      };
    });
}

/** Refunds, nothing, parts of a cent, and so much that floating point would lose the cents. */
const amounts = [
  '10',
  '19.99',
  '0.1',
  '0.2',
  '0',
  '0.00',
  '-10',
  '-0.3',
  '0.005',
  '123456789012345678901.07',
] as const;

/** On any scale. */
const scores = ['0', '-1', '3.50', '10', '7.0001', '99999999999999999999.5'] as const;
