import type { MappedSource } from '../src/config/sources.ts';
import { sources } from './sources';

/** A text can be grouped by and compared with what a query asks for; not each type that a column may be of can. */
const asText = (column: string): CubeSql => {
  return (CUBE) => `CAST(${CUBE}.${column} AS TEXT)`;
};

const extraDimension = (name: string, type: string): CubeSql => {
  if (type === 'string') return asText(`"extra_${name}"`);
  return (CUBE) => `${CUBE}."extra_${name}"`;
};

/** Of the known dimensions those whose column exists, and the source's extra ones. */
function dimensionsOf(
  source: MappedSource | null,
  known: Record<string, CubeDimension>,
): Record<string, CubeDimension> {
  if (!source) return {};
  const existing = Object.entries(known).filter(([name]) => source.attributes.includes(name));
  const extra = source.extraDimensions.map(({ name, type, title, description }): [string, CubeDimension] => [
    name,
    { sql: extraDimension(name, type), type: type as CubeDimension['type'], title, description },
  ]);
  return Object.fromEntries([...existing, ...extra]);
}

/** The attributes of a user that the user KPIs can be broken down by (rule 7). */
export const userAttributes = dimensionsOf(sources.users, {
  persona: {
    sql: asText('persona'),
    type: 'string',
    title: 'Persona',
    description: "The user's persona; empty where it isn't known.",
  },
  planType: {
    sql: asText('plan_type'),
    type: 'string',
    title: 'Plan type',
    description: "The user's plan; empty where it isn't known.",
  },
  signupSource: {
    sql: asText('signup_source'),
    type: 'string',
    title: 'Sign-up source',
    description: "The acquisition source of the sign-up; empty where it isn't known.",
  },
});

/** The attributes of an account that the account KPIs can be broken down by (rule 7). */
export const accountAttributes = dimensionsOf(sources.accounts, {
  productPlan: {
    sql: asText('product_plan'),
    type: 'string',
    title: 'Product plan',
    description: "The account's product plan; empty where it isn't known.",
  },
  planTier: {
    sql: asText('plan_tier'),
    type: 'string',
    title: 'Plan tier',
    description: "The tier of the account's plan; empty where it isn't known.",
  },
  useCase: {
    sql: asText('use_case'),
    type: 'string',
    title: 'Use case',
    description: "What the account uses the product for; empty where it isn't known.",
  },
  userType: {
    sql: asText('user_type'),
    type: 'string',
    title: 'User type',
    description: "The type of the account's users; empty where it isn't known.",
  },
});

/** The names of the attributes, for views to include and for lists to show. */
export const userAttributeNames = Object.keys(userAttributes);
export const accountAttributeNames = Object.keys(accountAttributes);

/** Those that rollups tell apart: a moment in time would tell every row apart. */
const rollupNames = (attributes: Record<string, CubeDimension>): string[] =>
  Object.keys(attributes).filter((name) => attributes[name].type !== 'time');
export const userRollupAttributes = rollupNames(userAttributes);
export const accountRollupAttributes = rollupNames(accountAttributes);

/** The columns behind the attributes, each with a comma in front, to follow the columns of the row aliased. */
const columnsOf = (source: MappedSource | null, alias: string): string =>
  [
    ...(source?.attributes ?? []).map((name) =>
      name.replace(/[A-Z]/g, (capital) => `_${capital.toLowerCase()}`),
    ),
    ...(source?.extraDimensions ?? []).map(({ name }) => `"extra_${name}"`),
  ]
    .map((column) => `,\n      ${alias}.${column}`)
    .join('');

export const userAttributeColumns = columnsOf(sources.users, 'u');
export const accountAttributeColumns = columnsOf(sources.accounts, 'a');

/** Whether a user's account is known, and has attributes to break users down by. */
export const usersHaveAccounts = Boolean(sources.users?.attributes.includes('accountId') && sources.accounts);
