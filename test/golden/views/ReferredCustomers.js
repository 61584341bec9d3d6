// Written by `activation build` from the declarations in model/kpis and the configuration: change those.
view('ReferredCustomers', {
  sqlAlias: 'customers',
  title: 'Customers by referral',
  description: 'Of the customers that referrals brought, the share that still pays after a while, and the share that is gone. Cohorts by the start as a customer.',
  meta: {
    headline: { rate: 'retentionRate', above: 'retainedCustomers', below: 'maturedReferredCustomers' },
    cohort: 'becameCustomerAt',
    kpis: ['retentionRate', 'churnRate'],
    ai_context: "Of the customers that referrals brought, how many still have a paid subscription 90 days later? Counted: An account with a known user whom a referral of a known user names, from its first paid subscription at or after the earliest sign-up of these users. A paid subscription, any of the account's, that began by that very moment and ends after it or not at all. Not counted: Customers of less than 90 × 24 hours: they are in no rate yet. A subscription that ends at the very moment, and one that begins later. Paid subscriptions before the earliest sign-up of the referred users.",
    definition: {
      referredCustomerDays: 90,
      'sources.accounts': 'bc62a3c14fec',
      'sources.referrals': 'a6ba8d504c4b',
      'sources.subscriptions': '9cac91c1f544',
      'sources.users': '7dfb4cf67742',
    },
  },
  accessPolicy: [
    {
      group: 'admin',
      memberLevel: { includes: '*' },
      rowLevel: { allowAll: true },
    },
    {
      group: 'analyst',
      memberLevel: { includes: '*' },
      rowLevel: { allowAll: true },
    },
    {
      group: 'account',
      memberLevel: { includes: '*' },
      rowLevel: { allowAll: true },
    },
  ],
  cubes: [
    {
      joinPath: ReferredAccounts,
      includes: [
        'referredCustomers',
        'retainedCustomers',
        'maturedReferredCustomers',
        'churnedCustomers',
        'retentionRate',
        'retentionRateLow',
        'retentionRateHigh',
        'churnRate',
        'churnRateLow',
        'churnRateHigh',
        'createdAt',
        'becameCustomerAt',
        'productPlan',
        'planTier',
        'useCase',
        'userType',
      ],
    },
  ],
  folders: [
    { name: 'Rates', includes: ['retentionRate', 'churnRate'] },
    {
      name: 'Counts',
      includes: ['referredCustomers', 'retainedCustomers', 'maturedReferredCustomers', 'churnedCustomers'],
    },
    {
      name: '95 % intervals',
      includes: ['retentionRateLow', 'retentionRateHigh', 'churnRateLow', 'churnRateHigh'],
    },
    { name: 'Times', includes: ['createdAt', 'becameCustomerAt'] },
    { name: 'Attributes', includes: ['productPlan', 'planTier', 'useCase', 'userType'] },
  ],
});
