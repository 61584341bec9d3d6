const { SEED } = process.env;

/** A seed of this run's own, printed so that the run can be had again; `SEED=…` sets it. */
export const newSeed = Number(SEED ?? Math.floor(Math.random() * 1_000_000_000));

console.log(`SEED=${newSeed} repeats this.`);
