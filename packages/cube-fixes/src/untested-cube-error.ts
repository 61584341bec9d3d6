/** The Cube that is installed isn't one that the fixes have been tested with: the message says how to go on. */
export class UntestedCubeError extends Error {
  override readonly name = 'UntestedCubeError';
}
