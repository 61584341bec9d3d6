/**
 * The views and cubes that show what a model file says, so that a mutation is looked for where it can be seen. Of a
 * file that isn't here every view and cube is asked.
 */
export const readers: Record<string, readonly string[]> = {
  'cubes/Users.js': ['Users', 'MultiSessionActivationCompletionRate', 'ActivationRate'],
  'parts/user-activation.js': ['Users', 'MultiSessionActivationCompletionRate'],
  'parts/user-key-action.js': ['Users', 'ActivationRate'],
  'activation-windows.js': ['Users', 'ActivationRate'],
  'views/ActivationRate.js': ['ActivationRate'],
  'cubes/Accounts.js': ['Accounts', 'MilestoneCompletion'],
  'parts/account-milestones.js': ['Accounts', 'MilestoneCompletion'],
  'cubes/AccountMilestones.js': ['AccountMilestones', 'MilestoneFunnel'],
  'cubes/ExpansionActivation.js': ['ExpansionActivation', 'ExpansionActivationRate'],
  'cubes/SessionHistory.js': ['SessionHistory'],
  'cubes/UserSessions.js': ['SessionHistory'],
  'cubes/ActivatedUsers.js': ['ActivatedUsers'],
  'cubes/MilestoneCompletionLogs.js': ['MilestoneCompletionLogs'],
};
