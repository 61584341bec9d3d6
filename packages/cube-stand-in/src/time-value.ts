const DATE_AND_TIME = /^(\d{4})-(\d{2})-(\d{2})([Tt ])(\d{2}):(\d{2}):(\d{2})(?:\.(\d+))?(.*)$/s;
const RFC3339_ZONE = /^(?:[Zz]|[+-]\d{2}:\d{2})$/;
const ANY_ZONE = /^\s*\S*$/;

/**
 * A time value in the form Cube's clients get, `YYYY-MM-DDTHH:mm:ss.SSS`. Fractions are cut to milliseconds. The clock
 * time stays what it is: a zone is dropped and not converted, as Cube has done that in SQL by the query's time zone.
 *
 * Understood are `YYYY-MM-DD HH:mm:ss[.f][ zone]`, `YYYY-MM-DDTHH:mm:ss` and RFC 3339; anything else comes back as is.
 */
export function timeValue(text: string): string {
  const match = DATE_AND_TIME.exec(text);
  if (!match) return text;
  const [
    ,
    year = '',
    month = '',
    day = '',
    separator,
    hour = '',
    minute = '',
    second = '',
    fraction,
    rest = '',
  ] = match;

  const understood =
    RFC3339_ZONE.test(rest) ||
    (separator === ' ' && ANY_ZONE.test(rest)) ||
    (separator === 'T' && rest === '' && fraction === undefined);
  if (!understood || !isDate(+year, +month, +day) || +hour > 23 || +minute > 59 || +second > 60) return text;

  return `${year}-${month}-${day}T${hour}:${minute}:${second}.${(fraction ?? '').padEnd(3, '0').slice(0, 3)}`;
}

function isDate(year: number, month: number, day: number): boolean {
  if (month < 1 || month > 12 || day < 1) return false;
  // Day 0 of the next month; the calendar repeats every 400 years, and Date takes years below 100 for 19xx.
  return day <= new Date(Date.UTC(2000 + (year % 400), month, 0)).getUTCDate();
}
