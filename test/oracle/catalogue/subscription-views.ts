import { accountAttributes } from '../attributes.ts';
import { type AnyCube, anyCube } from '../cube.ts';
import { total } from '../fraction.ts';
import type { Microseconds, OracleRow } from '../source-rows.ts';
import { isMature, isWithin } from '../units.ts';
import { ratio } from '../value.ts';
import type { CatalogueView } from './catalogue-view.ts';
import {
  type AccountHistory,
  accountHistories,
  amountsPaid,
  timesOf,
  type UserHistory,
} from './histories.ts';
import { rateMeasures } from './measures.ts';
import { type CatalogueDefinitions, catalogueSettings, hasSources } from './settings.ts';

/** An account on trial (rule 10), from the trial's start to before its end, if it has one. */
interface Trial {
  account: AccountHistory;
  plan: string;
  startedAt: Microseconds;
  endedAt: Microseconds;
}

/** The first subscription from a moment on that is of one of the kinds; of any kind unless told. */
const firstSubscription = (
  { subscriptions }: AccountHistory,
  from: Microseconds,
  kind?: 'trial' | 'paid',
): OracleRow<'subscriptions'> | undefined =>
  subscriptions.find((row) => row.started_at >= from && (kind === undefined || row.kind === kind));

const trialOf = (account: AccountHistory): Trial[] => {
  const trial = firstSubscription(account, account.created_at, 'trial');
  if (!trial) return [];
  const { plan, started_at: startedAt, ended_at } = trial;
  return [{ account, plan, startedAt, endedAt: ended_at ?? Number.POSITIVE_INFINITY }];
};

export function trials(definitions: CatalogueDefinitions, members: CatalogueView): AnyCube {
  const { trialEngagementActions, trialActions, trialRevenueDays } = catalogueSettings(definitions);
  /** When a user did actions of some names during the trial; also before the user's sign-up (reading 9). */
  const during = ({ startedAt, endedAt }: Trial, user: UserHistory, names?: readonly string[]) =>
    timesOf(user, names).filter((at) => startedAt <= at && at < endedAt);
  const trialUsers = (trial: Trial): { trial: Trial; user: UserHistory }[] =>
    trial.account.users.filter((user) => user.signed_up_at < trial.endedAt).map((user) => ({ trial, user }));

  const { trialEngagementRate, ...ofAccounts } = members.rates;
  const ofUsers = rateMeasures(
    { rates: { ...(trialEngagementRate && { trialEngagementRate }) } },
    ({ user }: ReturnType<typeof trialUsers>[number]) => user.user_id,
    {
      trialEngagementRate: {
        above: ({ trial, user }) => during(trial, user).length >= trialEngagementActions,
      },
    },
  );
  return anyCube<Trial>({
    rows: (source) => accountHistories(source, definitions).flatMap(trialOf),
    times: { trialStartedAt: (row) => row.startedAt, createdAt: ({ account }) => account.created_at },
    dimensions: { ...accountAttributes(({ account }: Trial) => account), plan: ({ plan }) => plan },
    segments: {},
    measures: {
      ...rateMeasures({ rates: ofAccounts }, ({ account }: Trial) => account.id, {
        trialActionsCompletionRate: {
          // By any of the account's users, also one who signs up once the trial is over: "its users" are the account's.
          above: (trial) =>
            trialActions.every((action) =>
              trial.account.users.some((user) => during(trial, user, [action]).length > 0),
            ),
        },
      }),
      ...Object.fromEntries(
        Object.entries(ofUsers).map(([name, measure]) => [
          name,
          (rows: readonly Trial[]) => measure(rows.flatMap(trialUsers)),
        ]),
      ),
      ...(hasSources(definitions, 'payments') && {
        // An account without trial users still adds its payments (reading 10).
        revenuePerTrialUser: (rows: readonly Trial[]) =>
          ratio(
            total(
              rows.flatMap(({ account, startedAt }) =>
                amountsPaid(account.payments, definitions, (paidAt) =>
                  isWithin(trialRevenueDays, startedAt, paidAt),
                ),
              ),
            ),
            rows.flatMap(trialUsers).length,
          ),
      }),
    },
  });
}

/** An account that began without paying, and its first paid subscription from then on. */
interface Free {
  account: AccountHistory;
  startedFreeAt: Microseconds;
  paid: OracleRow<'subscriptions'> | undefined;
}

const freeOf = (account: AccountHistory): Free[] => {
  const first = firstSubscription(account, account.created_at);
  // One of another kind, known or not, keeps the account out, whatever comes later (reading 12).
  if (first?.kind !== 'free' && first?.kind !== 'trial') return [];
  const startedFreeAt = first.started_at;
  return [{ account, startedFreeAt, paid: firstSubscription(account, startedFreeAt, 'paid') }];
};

export function freeToPaid(
  definitions: CatalogueDefinitions,
  now: Microseconds,
  members: CatalogueView,
): AnyCube {
  const { freeToPaidDays } = catalogueSettings(definitions);
  return anyCube<Free>({
    rows: (source) => accountHistories(source, definitions).flatMap(freeOf),
    times: { startedFreeAt: (row) => row.startedFreeAt, createdAt: ({ account }) => account.created_at },
    dimensions: accountAttributes(({ account }: Free) => account),
    segments: {},
    measures: rateMeasures(members, ({ account }: Free) => account.id, {
      selfServeConversionRate: {
        // The first paid one alone is looked at: a self-serve one after it doesn't count.
        above: ({ startedFreeAt, paid }) =>
          paid?.is_self_serve === true && isWithin(freeToPaidDays, startedFreeAt, paid.started_at),
        isSettled: ({ startedFreeAt }) => isMature(freeToPaidDays, startedFreeAt, now),
      },
    }),
  });
}
