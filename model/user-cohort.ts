/** The dimensions of `Users` that every user KPI is cohorted and broken down by (rules 2 and 7). */
export const userCohort = ['signedUpAt', 'persona', 'planType', 'signupSource'];
