/** Text that is HTML already, and goes into other HTML as it is. */
export class Html {
  constructor(readonly text: string) {}
}

/** HTML from a template: what is put in is escaped unless it is HTML itself; lists are joined, and nothing is nothing. */
export const html = (texts: TemplateStringsArray, ...values: readonly unknown[]): Html =>
  new Html(texts.map((text, index) => text + (index < values.length ? asHtml(values[index]) : '')).join(''));

function asHtml(value: unknown): string {
  if (value instanceof Html) return value.text;
  if (Array.isArray(value)) return value.map(asHtml).join('');
  if (value === undefined || value === null || value === false) return '';
  return String(value).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
