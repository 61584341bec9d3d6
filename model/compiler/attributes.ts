import type { MappedSources } from '../../src/config/sources.ts';
import type { Unit } from '../language/cohort.ts';
import type { Words } from '../language/facts.ts';
import type { CubeMember } from './cube-file.ts';
import { snake } from './sql-text.ts';

/** The attributes that the user KPIs can be broken down by (rule 7). */
const ofUsers: Record<string, Words> = {
  persona: { title: 'Persona', description: "The user's persona; empty where it isn't known." },
  planType: { title: 'Plan type', description: "The user's plan; empty where it isn't known." },
  signupSource: {
    title: 'Sign-up source',
    description: "The acquisition source of the sign-up; empty where it isn't known.",
  },
};

/** The attributes that the account KPIs can be broken down by (rule 7). */
const ofAccounts: Record<string, Words> = {
  productPlan: {
    title: 'Product plan',
    description: "The account's product plan; empty where it isn't known.",
  },
  planTier: {
    title: 'Plan tier',
    description: "The tier of the account's plan; empty where it isn't known.",
  },
  useCase: {
    title: 'Use case',
    description: "What the account uses the product for; empty where it isn't known.",
  },
  userType: {
    title: 'User type',
    description: "The type of the account's users; empty where it isn't known.",
  },
};

/** What a unit can be broken down by. */
export interface Attributes {
  dimensions: Record<string, CubeMember>;
  names: string[];
  /** Those that rollups tell apart: a moment in time would tell every row apart. */
  inRollups: string[];
  /** The columns behind them, in SQL, and that of a user's account. */
  columns: string[];
}

/** Of the known attributes those whose column exists, and the source's extra ones. */
export function attributesOf(sources: MappedSources, of: Unit): Attributes {
  // A lead has none of its own: what its user has is known of some alone.
  if (of === 'lead') {
    const columns = usersHaveAccountIds(sources) ? ['account_id'] : [];
    return { dimensions: {}, names: [], inRollups: [], columns };
  }
  const source = of === 'user' ? sources.users : sources.accounts;
  const known = Object.entries(of === 'user' ? ofUsers : ofAccounts);
  // A text can be grouped by and compared with what a query asks for; not each type that a column may be of can.
  const asText = (column: string): string => `CAST(\${CUBE}.${column} AS TEXT)`;
  const dimensions: Record<string, CubeMember> = Object.fromEntries([
    ...known
      .filter(([name]) => source?.attributes.includes(name))
      .map(([name, words]) => [name, { sql: asText(snake(name)), type: 'string', ...words }]),
    ...(source?.extraDimensions ?? []).map(({ name, type, title, description }) => [
      name,
      {
        sql: type === 'string' ? asText(`"extra_${name}"`) : `\${CUBE}."extra_${name}"`,
        type,
        title,
        description,
      },
    ]),
  ]);
  const names = Object.keys(dimensions);
  return {
    dimensions,
    names,
    inRollups: names.filter((name) => dimensions[name]?.type !== 'time'),
    columns: [
      ...(source?.attributes ?? []).map(snake),
      ...(source?.extraDimensions ?? []).map(({ name }) => `"extra_${name}"`),
    ],
  };
}

/** Whether it is known which account a user belongs to. */
export const usersHaveAccountIds = ({ users }: MappedSources): boolean =>
  Boolean(users?.attributes.includes('accountId'));

/** Whether a user's account is known, and has attributes to break users down by. */
export const usersHaveAccounts = (sources: MappedSources): boolean =>
  usersHaveAccountIds(sources) && sources.accounts !== null;
