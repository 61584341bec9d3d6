/**
 * The oracle's waits (rule 14 of the KPI catalogue) and its curve by day against those of R's package `survival`, from
 * the same random rows:
 *
 *     apt-get install --no-install-recommends r-cran-survival
 *     npm run test:second-opinion
 *     SEED=7 DATASETS=2000 npm run test:second-opinion   others, and more of them
 *
 * Exits with 1 where the two differ.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'csv-parse/sync';
import { integerBetween, mulberry32, type Random } from '../../seeds/random.ts';
import definitions from '../activation.config.ts';
import { answer } from '../oracle/answer.ts';
import { contract } from '../oracle/contract.ts';
import { isNear } from '../oracle/postgres-text.ts';
import type { Microseconds, OracleRows } from '../oracle/source-rows.ts';
import { windowOf } from '../oracle/units.ts';
import type { Value } from '../oracle/value.ts';

const { SEED = '20260101', DATASETS = '300' } = process.env;

interface DataSet {
  now: Microseconds;
  rows: OracleRows;
}

/** Users and key actions whose moments often tie: with each other, with now, with the end of a day of age. */
function dataSet(random: Random): DataSet {
  const now = Date.UTC(2026, 5, 1) * 1000;
  const age = (): Microseconds => {
    const days = windowOf(integerBetween(random, -1, random() < 0.5 ? 4 : 100));
    return days + integerBetween(random, 0, 2) * 3_600_000_000 + integerBetween(random, -1, 1);
  };
  const users = Array.from({ length: integerBetween(random, 1, 40) }, (_, index) => ({
    user_id: `u${index}`,
    account_id: null,
    signed_up_at: now - age(),
    persona: null,
    plan_type: null,
    signup_source: null,
  }));
  const key_actions = users.flatMap(({ user_id, signed_up_at }) =>
    Array.from({ length: integerBetween(random, 0, 2) }, (_, index) => ({
      id: `${user_id}-${index}`,
      user_id,
      action_name: definitions.keyAction,
      occurred_at: signed_up_at + age(),
    })),
  );
  return {
    now,
    rows: {
      users,
      key_actions,
      session_history: [],
      activated_users: [],
      accounts: [],
      milestone_completion_logs: [],
      expansion_activation: [],
    },
  };
}

const random = mulberry32(Number(SEED));
const dataSets = Array.from({ length: Number(DATASETS) }, () => dataSet(random));

const folder = mkdtempSync(join(tmpdir(), 'second-opinion-'));
const write = (name: string, rows: readonly (readonly (string | number)[])[]): void =>
  writeFileSync(join(folder, `${name}.csv`), rows.map((row) => `${row.join(',')}\n`).join(''));
const read = (name: string): Record<string, string>[] =>
  parse(readFileSync(join(folder, `${name}.csv`)), { columns: true });
write('sets', [['set', 'now'], ...dataSets.map(({ now }, set) => [set, now])]);
write('users', [
  ['set', 'user', 'start'],
  ...dataSets.flatMap(({ rows }, set) => rows.users.map((row) => [set, row.user_id, row.signed_up_at])),
]);
write('actions', [
  ['set', 'user', 'at'],
  ...dataSets.flatMap(({ rows }, set) => rows.key_actions.map((row) => [set, row.user_id, row.occurred_at])),
]);
try {
  execFileSync('Rscript', [fileURLToPath(new URL('./kaplan-meier.R', import.meta.url)), folder], {
    stdio: ['ignore', 'inherit', 'inherit'],
  });
} catch (error) {
  console.error(
    'R with its package survival is needed: apt-get install --no-install-recommends r-cran-survival, then again.',
  );
  throw error;
}

const number = (value: Value | undefined): number | null => {
  if (value === null || value === undefined) return null;
  return value.kind === 'approximate' ? value.number : Number(value.numerator) / Number(value.denominator);
};
const inR = (text: string | undefined): number | null => (text ? Number(text) : null);
/** Hours as the whole microseconds that they are. */
const inMicroseconds = (hours: number | null): number | null =>
  hours === null ? null : Math.round(hours * 3_600_000_000);

const different: string[] = [];
let compared = 0;
let withValue = 0;
function compare(what: string, ours: number | null, theirs: number | null, isSame = ours === theirs): void {
  compared += 1;
  if (theirs !== null) withValue += 1;
  if (!isSame) different.push(`${what}: the oracle ${ours}, R ${theirs}`);
}

const curveInR = new Map(read('curve').map((row) => [`${row.set} ${row.day}`, row]));
for (const { set = '', quarter, half } of read('waits')) {
  const { now, rows } = dataSets[Number(set)] as DataSet;
  const cubes = contract(definitions, now);
  const measures = ['hoursUntilQuarterDidKeyAction', 'hoursUntilHalfDidKeyAction'].map(
    (name) => `ActivationRate.${name}`,
  );
  const [total] = answer(cubes, rows, { measures });
  [quarter, half].forEach((theirs, index) => {
    const measure = measures[index] as string;
    const ours = inMicroseconds(number(total?.measures[measure]));
    compare(`data set ${set} ${measure}`, ours, inR(theirs));
  });
  const columns = { usersAtRisk: 'at_risk', usersActivated: 'activated', usersCensored: 'censored' };
  const days = answer(cubes, rows, {
    measures: [...Object.keys(columns), 'estimatedShareActivated'].map((name) => `ActivationCurve.${name}`),
    dimensions: ['ActivationCurve.day'],
  });
  for (const { keys, measures: found } of days) {
    const day = keys['ActivationCurve.day'];
    const theirs = curveInR.get(`${set} ${day}`);
    const what = `data set ${set} day ${day}`;
    for (const [name, column] of Object.entries(columns)) {
      // A set of future users alone isn't in R's curve: nobody is at risk.
      compare(`${what} ${name}`, number(found[`ActivationCurve.${name}`]), inR(theirs?.[column] ?? '0'));
    }
    const share = number(found['ActivationCurve.estimatedShareActivated']);
    const inFloatingPoint = inR(theirs?.share);
    const isSame =
      share === null || inFloatingPoint === null ? share === inFloatingPoint : isNear(share, inFloatingPoint);
    compare(`${what} share`, share, inFloatingPoint, isSame);
  }
}
rmSync(folder, { recursive: true });

console.log(
  `${dataSets.length} data sets, SEED=${SEED}: ${compared} numbers compared, ${withValue} of them not null; ${different.length} differ.`,
);
for (const line of different.slice(0, 20)) console.log(line);
if (different.length > 0) process.exitCode = 1;
