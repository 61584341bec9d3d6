/**
 * What makes a Cube server fit for customers: who asks, what they may see, how much they may ask for, and what they are
 * told of failures.
 *
 * @module
 */
export { answerBadRequests } from './bad-requests.ts';
export { outliveFullDisk } from './full-disk.ts';
export { guards } from './guards.ts';
export { type Group, groupsOf, type Identity, identityOf } from './identity.ts';
export { type Limits, readLimits } from './limits.ts';
export { protect } from './protect.ts';
export { queryLimits } from './query-limits.ts';
export { SettingError } from './setting-error.ts';
export { signInOptions } from './sign-in.ts';
export { isDevelopment, readTokenSettings, SignInError } from './token-settings.ts';
