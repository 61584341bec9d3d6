import { createHash } from 'node:crypto';

/** SQL expressions that look random and are the same each time: hashes of a row's number, a purpose and the seed. */
export class Draws {
  constructor(private readonly seed: number) {}

  /**
   * SQL: a number in [0, 1).
   *
   * @param purpose what it is for; another purpose draws another number for the same row
   * @param row the SQL of the row's number, a bigint
   * @param repeat the SQL of an integer that tells several draws of one row and purpose apart
   */
  uniform(purpose: string, row: string, repeat = '0'): string {
    // 52 bits, which a double holds exactly.
    return `((hashint8extended(${row}, ${this.hashSeed(purpose)} + ${repeat}) & 4503599627370495) / 4503599627370496::float8)`;
  }

  /**
   * SQL: the odds of a draw, from 0 up without end. Raised to a power it has the log-logistic distribution: 1 in
   * the middle and a long tail, the longer the higher the power.
   */
  odds(purpose: string, row: string, repeat = '0'): string {
    const below = `LEAST(${this.uniform(purpose, row, repeat)}, 0.999999)`;
    return `(${below} / (1 - ${below}))`;
  }

  /** SQL: one of the texts, or null, each as likely as its percentage says; they add up to 100. */
  pick(choices: readonly (readonly [string | null, number])[], purpose: string, row: string): string {
    const texts = choices.map(([text]) => (text === null ? 'NULL' : `'${text}'`)).join(', ');
    let sum = 0;
    const bounds = choices.slice(0, -1).map(([, percent]) => {
      sum += percent;
      return sum / 100;
    });
    return `(ARRAY[${texts}])[1 + width_bucket(${this.uniform(purpose, row)}, ARRAY[${bounds.join(', ')}]::float8[])]`;
  }

  private hashSeed(purpose: string): string {
    // Positive and far from the end of bigint, so that a repeat can be added.
    return `${createHash('sha256').update(`${this.seed} ${purpose}`).digest().readUIntBE(0, 6)}::bigint`;
  }
}
