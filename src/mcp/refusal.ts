/** A question that isn't answered: why, and what could be asked instead. */
export class Refusal extends Error {
  override readonly name = 'Refusal';

  constructor(
    message: string,
    /** Names or values that can be asked for, by what they are. */
    readonly instead: Record<string, readonly string[]> = {},
  ) {
    super(message);
  }
}
