/** What is used here of the package, which has no types of its own. */
declare module 'fs-native-extensions' {
  /** Locks a file for this process by the operating system. Returns false where another has it locked. */
  export function tryLock(descriptor: number): boolean;
}
