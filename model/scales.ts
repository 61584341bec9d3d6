/** A percentage from 0 to 100 with two decimals (rule 6). Cube's own `percent` format would multiply by 100 again. */
export const rate = {
  type: 'number',
  format: '.2f',
  meta: { unit: 'percent', scale: '0 to 100', direction: 'higher is better' },
} as const;

/** A number of hours of which less is better. */
export const hours = {
  format: ',.2f',
  meta: { unit: 'hours', direction: 'lower is better' },
} as const;

/** How many units there are. */
export const users = { unit: 'users' } as const;
export const accounts = { unit: 'accounts' } as const;
