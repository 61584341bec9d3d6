import { expect, inject, test } from 'vitest';
import { ActionableError } from '../../src/actionable-error.ts';
import { checkConnection } from '../../src/database/connect.ts';
import { checkVersion } from '../../src/database/version.ts';

test('a Postgres that is too old is refused, by the version found and the one needed', () => {
  expect(() => checkVersion(130_023)).toThrow(ActionableError);
  expect(() => checkVersion(130_023)).toThrow(/is Postgres 13, and 14 or newer is needed/);
  expect(() => checkVersion(140_000)).not.toThrow();
});

test('the Postgres of the tests is asked, and is new enough', async () => {
  await expect(checkConnection(inject('postgres'))).resolves.toBeUndefined();
});
