/** The add-on is asked for and can't be had, or it is asked for in a way that isn't understood. */
export class AddonError extends Error {
  override readonly name = 'AddonError';
}
