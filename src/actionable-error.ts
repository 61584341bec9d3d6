/**
 * An error for the person at the terminal: its message says what happened, to what, and the next step.
 * The command line prints the message alone; anything else is a defect of ours and is printed with its stack.
 */
export class ActionableError extends Error {
  override readonly name: string = 'ActionableError';
}
