import fc from 'fast-check';

/** Names that a careless query takes for one another, or for SQL. */
const awkward = [
  'free',
  'pro',
  'Free',
  'free ',
  ' free',
  '',
  "o'brien",
  '100%',
  'a_b',
  'a\\b',
  'a\\_b',
  '"quoted"',
  "'; DROP TABLE users; --",
  '$1',
  'null',
  'É',
  'E\u0301',
  'Москва',
  '東京',
  '🚀',
];

/** An attribute of a user or an account; often null, often one of the first two. */
export const attributes = fc.oneof(
  { weight: 2, arbitrary: fc.constant(null) },
  { weight: 4, arbitrary: fc.constantFrom(...awkward.slice(0, 2)) },
  { weight: 3, arbitrary: fc.constantFrom(...awkward) },
);

/** A name that is never null, such as that of a plan. */
export const plans = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...awkward.slice(0, 2)) },
  { weight: 3, arbitrary: fc.constantFrom(...awkward) },
);

/** A value to filter by: a name, or a part of one. */
export const filterValues = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...awkward.slice(0, 4)) },
  { weight: 3, arbitrary: fc.constantFrom(...awkward) },
  { weight: 1, arbitrary: fc.constantFrom('%', '_', '\\', 'FREE', 'é', 'москва', 'e', "'", ' ') },
);

/** Users that events name; `users` has some of them. */
export const userIds = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom('ann', 'Ann') },
  { weight: 2, arbitrary: fc.constantFrom('ann ', "o'ann", 'ünn', '') },
);

/** Accounts that users and logs name; `accounts` has some of them. */
export const accountIds = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom('acme', 'ACME') },
  { weight: 2, arbitrary: fc.constantFrom('acme ', '50%', '') },
);

/** Leads that contacts name; `leads` has some of them. They are called as users are. */
export const leadIds = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom('ann', 'Ann') },
  { weight: 2, arbitrary: fc.constantFrom('ann ', "it's", '') },
);

/** What a row's id begins with: its place among other ids is another one by code points than in any language. */
export const idPrefixes = fc.constantFrom('a', 'B', '_', 'É', 'e');

export const expansionFeatures = fc.constantFrom('sso', 'SSO', 'sso ', "it's_50%");

/** A name as it is configured, or one that only looks like it. */
export const lookAlikes: fc.Arbitrary<(name: string) => string> = fc.oneof(
  { weight: 5, arbitrary: fc.constant((name: string) => name) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      (name: string) => name.toUpperCase(),
      (name: string) => `${name} `,
      (name: string) => name.replace(/.$/su, '_'),
      (name: string) => `${name}%`,
      () => 'something else',
    ),
  },
);
