import { accountAttributes, userAttributes } from '../attributes.ts';
import { type AnyCube, anyCube } from '../cube.ts';
import type { Microseconds, OracleRow, OracleRows } from '../source-rows.ts';
import { grouped, isMature, windowOf } from '../units.ts';
import { count } from '../value.ts';
import type { CatalogueView } from './catalogue-view.ts';
import {
  type AccountHistory,
  accountHistories,
  firstFrom,
  someWithin,
  type UserHistory,
  userHistories,
} from './histories.ts';
import { durationMeasures, rateMeasures } from './measures.ts';
import { type CatalogueDefinitions, catalogueSettings } from './settings.ts';

/** A new user with the moments at which they invited somebody. */
type Referrer = UserHistory & { invitedAt: Microseconds[] };

export function referralInvitation(
  definitions: CatalogueDefinitions,
  now: Microseconds,
  members: CatalogueView,
): AnyCube {
  const { invitationDays } = catalogueSettings(definitions);
  return anyCube<Referrer>({
    rows: (source) => {
      const referrals = grouped(source.referrals ?? [], (row) => row.referrer_user_id);
      return userHistories(source, definitions).map((user) => ({
        ...user,
        invitedAt: (referrals.get(user.user_id) ?? []).map(({ invited_at }) => invited_at),
      }));
    },
    times: { signedUpAt: (user) => user.signed_up_at },
    dimensions: userAttributes((user: Referrer) => user),
    segments: {},
    measures: {
      ...rateMeasures(members, ({ user_id }: Referrer) => user_id, {
        referralInvitationRate: {
          above: ({ signed_up_at, invitedAt }) => someWithin(invitationDays, signed_up_at, invitedAt),
          isSettled: ({ signed_up_at }) => isMature(invitationDays, signed_up_at, now),
        },
      }),
      ...durationMeasures('HoursToFirstReferral', ({ signed_up_at, invitedAt }: Referrer) => ({
        from: signed_up_at,
        to: firstFrom(signed_up_at, invitedAt),
      })),
    },
  });
}

/** A referral of a known referrer (reading 6), and the user that it names, where that one is known (rule 15). */
interface Referral extends OracleRow<'referrals'> {
  referrer: UserHistory;
  referred: UserHistory | undefined;
}

function referrals(source: OracleRows, definitions: CatalogueDefinitions): Referral[] {
  const users = new Map(userHistories(source, definitions).map((user) => [user.user_id, user]));
  return (source.referrals ?? []).flatMap((row) => {
    const referrer = users.get(row.referrer_user_id);
    const referred = row.referred_user_id === null ? undefined : users.get(row.referred_user_id);
    return referrer ? [{ ...row, referrer, referred }] : [];
  });
}

type Click = Referral & { clicked_at: Microseconds };

export function referredVisitors(definitions: CatalogueDefinitions, members: CatalogueView): AnyCube {
  const convertedAt = ({ clicked_at, referred }: Click): Microseconds | null =>
    firstFrom(clicked_at, referred ? [referred.signed_up_at] : []);
  return anyCube<Click>({
    // A click before the invitation is none. The unit is the referral: a user named twice is two (reading 6).
    rows: (source) =>
      referrals(source, definitions).flatMap((row) =>
        row.clicked_at !== null && row.clicked_at >= row.invited_at
          ? [{ ...row, clicked_at: row.clicked_at }]
          : [],
      ),
    times: { clickedAt: (row) => row.clicked_at },
    dimensions: userAttributes(({ referrer }: Click) => referrer),
    segments: {},
    measures: {
      ...rateMeasures(members, ({ id }: Click) => id, {
        referralConversionRate: { above: (row) => convertedAt(row) !== null },
      }),
      ...durationMeasures('HoursToConversion', (row: Click) => ({
        from: row.clicked_at,
        to: convertedAt(row),
      })),
    },
  });
}

interface Customer {
  account: AccountHistory;
  becameCustomerAt: Microseconds;
}

/**
 * The accounts of referred users that became customers. Whether and when the referral was clicked, and whether the
 * user signed up after the invitation, doesn't matter: a referral names the user.
 */
function customers(source: OracleRows, definitions: CatalogueDefinitions): Customer[] {
  const named = new Set(referrals(source, definitions).map(({ referred }) => referred?.user_id));
  return accountHistories(source, definitions).flatMap((account) => {
    const signUps = account.users
      .filter(({ user_id }) => named.has(user_id))
      .map(({ signed_up_at }) => signed_up_at);
    if (signUps.length === 0) return [];
    // Bounded by the sign-up alone, whenever the account was created (reading 11).
    const becameCustomerAt = firstFrom(
      Math.min(...signUps),
      paidSubscriptions(account).map(({ started_at }) => started_at),
    );
    return becameCustomerAt === null ? [] : [{ account, becameCustomerAt }];
  });
}

const paidSubscriptions = ({ subscriptions }: AccountHistory): OracleRow<'subscriptions'>[] =>
  subscriptions.filter(({ kind }) => kind === 'paid');

export function referredCustomers(
  definitions: CatalogueDefinitions,
  now: Microseconds,
  members: CatalogueView,
): AnyCube {
  const { referredCustomerDays } = catalogueSettings(definitions);
  const isSettled = ({ becameCustomerAt }: Customer): boolean =>
    isMature(referredCustomerDays, becameCustomerAt, now);
  /** Any paid subscription of the account will do, not only that which made it a customer. */
  const isRetained = ({ account, becameCustomerAt }: Customer): boolean => {
    const moment = becameCustomerAt + windowOf(referredCustomerDays);
    return paidSubscriptions(account).some(
      ({ started_at, ended_at }) => started_at <= moment && (ended_at === null || ended_at > moment),
    );
  };
  return anyCube<Customer>({
    rows: (source) => customers(source, definitions),
    times: {
      becameCustomerAt: (row) => row.becameCustomerAt,
      createdAt: ({ account }) => account.created_at,
    },
    dimensions: accountAttributes(({ account }: Customer) => account),
    segments: {},
    measures: {
      referredCustomers: (rows) => count(rows.length),
      ...rateMeasures(members, ({ account }: Customer) => account.id, {
        retentionRate: { below: isSettled, above: isRetained },
        churnRate: { below: isSettled, above: (customer) => !isRetained(customer) },
      }),
    },
  });
}
