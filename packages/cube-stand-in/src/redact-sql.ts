// In the order they have to be tried. A literal that never ends runs to the end of the text: better too much hidden
// than too little. Comments go because they may quote values; quoted identifiers are matched to be kept whole.
const TOKENS = new RegExp(
  [
    /(?<comment>--[^\n]*|\/\*[\s\S]*?(?:\*\/|$))/,
    /(?<identifier>"(?:[^"]|"")*(?:"|$))/,
    /(?<![\w$])[eE]'(?:[^'\\]|''|\\[\s\S])*(?:'|\\?$)/,
    /'(?:[^']|'')*(?:'|$)/,
    /(?<![\w$])\$(?<tag>(?:[A-Za-z_]\w*)?)\$[\s\S]*?(?:\$\k<tag>\$|$)/,
  ]
    .map((token) => token.source)
    .join('|'),
  'g',
);

/** The statement with its string literals replaced by `'redacted'` and without its comments, fit for a log. */
export function redactSqlLiterals(sql: string): string {
  return sql.replace(TOKENS, (...match) => {
    // The named groups come last.
    const { comment, identifier } = match.at(-1) as { comment?: string; identifier?: string };
    if (comment !== undefined) return ' ';
    return identifier ?? "'redacted'";
  });
}
