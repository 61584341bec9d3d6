const day = 86_400_000;

/** In years before this one, clocks showed the sun's time, as they do in this one. */
const beforeTimeZones = Date.UTC(1000, 0, 1);

const clocks = new Map<string, Intl.DateTimeFormat>();

/** A local time, as moment.js writes it: years after 9999 with a sign. */
const localTime = /^([+-]?)(\d{4,6})(-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,6}))?$/;

/**
 * The moment of a local time such as `2024-10-06T00:00:00.000000` in UTC, as Postgres reads it. The end of a period,
 * which ends in …999999, is the last moment at which clocks show it, any other time the first; where they skip it, the
 * period begins and ends with the skip.
 *
 * @returns undefined where it is no time
 */
export function databaseTime(local: string, timeZone: string): string | undefined {
  const [, sign, year = '', rest, digits = ''] = localTime.exec(local) ?? [];
  const time = Date.parse(`${sign || '+'}${year.padStart(6, '0')}${rest}Z`);
  if (Number.isNaN(time)) return undefined;
  const fraction = digits.padEnd(6, '0');
  const isEnd = fraction === '999999';
  const moments = [time - day, time + day]
    .map((near) => time - offset(timeZone, near))
    .sort((one, other) => one - other);
  const shown = moments.filter((moment) => moment + offset(timeZone, moment) === time);
  const moment = isEnd ? (shown.at(-1) ?? moments.at(0)) : (shown.at(0) ?? moments.at(-1));
  return written(moment as number, fraction);
}

/** A moment as Postgres reads it: without a sign before its year, which may be one of before Christ. */
function written(moment: number, fraction: string): string {
  const date = new Date(moment);
  const year = date.getUTCFullYear();
  const [count, era] = year > 0 ? [year, ''] : [1 - year, ' BC'];
  return `${String(count).padStart(4, '0')}${date.toISOString().slice(-20, -5)}.${fraction}Z${era}`;
}

/** How far a time zone's clocks are ahead of UTC at a moment, in milliseconds. */
function offset(timeZone: string, moment: number): number {
  const clock =
    clocks.get(timeZone) ??
    new Intl.DateTimeFormat('en', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  clocks.set(timeZone, clock);
  // JavaScript takes the years up to 99 for those of the twentieth century.
  const near = Math.max(moment, beforeTimeZones);
  const shown = new Map(clock.formatToParts(near).map(({ type, value }) => [type, Number(value)]));
  const part = (type: Intl.DateTimeFormatPartTypes): number => shown.get(type) ?? 0;
  return (
    Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second')) -
    near
  );
}
