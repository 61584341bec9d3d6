import { describe, expect, it } from 'vitest';
import { timeValue } from '../src/time-value.ts';

describe('a time value', () => {
  it.each([
    ['2026-01-31T08:09:10.123', '2026-01-31T08:09:10.123', 'already in form'],
    ['2026-01-31T08:09:10', '2026-01-31T08:09:10.000', 'without a fraction'],
    ['2026-01-31 08:09:10', '2026-01-31T08:09:10.000', 'with a space'],
    ['2026-01-31 08:09:10.5', '2026-01-31T08:09:10.500', 'with a short fraction'],
    ['2026-01-31 08:09:10.123999', '2026-01-31T08:09:10.123', 'cut to milliseconds, not rounded'],
    ['2026-01-31 08:09:10 UTC', '2026-01-31T08:09:10.000', 'with a named zone'],
    ['2026-01-31 08:09:10.25 +02:00', '2026-01-31T08:09:10.250', 'with an offset after a space'],
    ['2026-01-31 08:09:10+00', '2026-01-31T08:09:10.000', 'as Postgres prints timestamptz'],
    ['2026-01-31T08:09:10Z', '2026-01-31T08:09:10.000', 'RFC 3339 in UTC'],
    ['2026-01-31T08:09:10.1234567-05:30', '2026-01-31T08:09:10.123', 'RFC 3339 keeps its clock time'],
    ['2024-02-29 00:00:00', '2024-02-29T00:00:00.000', 'a leap day'],
  ])('%s becomes %s (%s)', (text, expected) => {
    expect(timeValue(text)).toBe(expected);
  });

  it.each([
    ['2026-01-31', 'a date alone'],
    ['2026-01-31T08:09:10.123456', 'a T and a long fraction without a zone'],
    ['2026-01-31T08:09:10+02', 'a T and a short offset'],
    ['2026-01-31 08:09:10 Central European Time', 'a zone of several words'],
    ['2025-02-29 00:00:00', 'no such day'],
    ['2026-13-01 00:00:00', 'no such month'],
    ['2026-01-31 24:00:00', 'no such hour'],
    ['1769846950', 'seconds'],
    ['', 'nothing'],
  ])('%s stays as it is (%s)', (text) => {
    expect(timeValue(text)).toBe(text);
  });
});
