/** The clock of the time zone that was asked about last: to make one takes longer than to read it a hundred times. */
let clock = clockOf('UTC');

function clockOf(timeZone: string): { timeZone: string; format: Intl.DateTimeFormat } {
  return {
    timeZone,
    format: new Intl.DateTimeFormat('sv', { timeZone, dateStyle: 'short', timeStyle: 'medium' }),
  };
}

/** What a clock in a time zone shows, as Cube writes times: `2026-01-31T23:59:59.000`. */
export function localTime(moment: Date, timeZone: string): string {
  if (clock.timeZone !== timeZone) clock = clockOf(timeZone);
  return `${clock.format.format(moment).replace(' ', 'T')}.000`;
}

/** When a day begins in a time zone, as a clock in UTC shows it. Where clocks skip midnight, it is when they do. */
export function dayStart(date: string, timeZone: string): string {
  const midnight = Date.parse(date);
  const asIfAt = (moment: number): number =>
    midnight - (Date.parse(`${localTime(new Date(moment), timeZone)}Z`) - moment);
  const before = asIfAt(midnight);
  const start = asIfAt(before);
  const isThere = localTime(new Date(start), timeZone) >= date;
  return localTime(new Date(isThere ? start : before), 'UTC');
}
