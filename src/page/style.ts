/** The page's and the report's style sheet: colours by the reader's scheme, and a column on a phone. */
export const style = `
:root {
  color-scheme: light dark;
  --text: #1b1f27; --muted: #555c69; --line: #d7dbe2; --surface: #ffffff; --ground: #f4f5f8;
  --series: #2456c8; --other: #a8480b; --failure: #a3151f;
}
@media (prefers-color-scheme: dark) {
  :root {
    --text: #e9ebf0; --muted: #a9b0bd; --line: #3a404c; --surface: #1c2027; --ground: #12151a;
    --series: #8fb2ff; --other: #ffb27a; --failure: #ff9a9f;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--text); font: 15px/1.45 system-ui, sans-serif; }
header, main { max-width: 1280px; margin: 0 auto; padding: 12px 16px; }
main > section:first-child h2 { margin-top: 0; }
h1 { font-size: 1.5rem; margin: 0 0 4px; }
h2 { font-size: 1.2rem; margin: 28px 0 2px; }
h3 { font-size: 1rem; margin: 0 0 8px; }
h4 { font-size: .85rem; margin: 8px 0 2px; }
p { margin: 4px 0; }
a { color: var(--series); }
.about, .note, .counted, .interval { color: var(--muted); }
.note, .counted, .interval { font-size: .87rem; }
.failure { color: var(--failure); }
.figures-of { display: grid; gap: 14px; grid-template-columns: repeat(auto-fill, minmax(min(100%, 400px), 1fr)); margin-top: 10px; }
.figures-of.cards { grid-template-columns: repeat(auto-fill, minmax(min(100%, 270px), 1fr)); }
.figures-of.wide { grid-template-columns: repeat(auto-fit, minmax(min(100%, 480px), 1fr)); }
.figures-of.table { grid-template-columns: minmax(0, 1fr); }
.figures-of.table .scroll { max-height: none; }
.figure { background: var(--surface); border: 1px solid var(--line); border-radius: 8px; padding: 14px; min-width: 0; }
.figure:has(.pending) { min-height: 330px; }
.cards .figure:has(.pending) { min-height: 240px; }
.number { font-size: 1.9rem; font-weight: 650; line-height: 1.15; margin: 0; }
.chart { width: 100%; overflow: hidden; }
.chart svg { display: block; width: 100%; height: auto; }
.more { display: flex; flex-wrap: wrap; gap: 2px 16px; margin-top: 8px; }
details { font-size: .87rem; min-width: 0; }
details[open] { flex: 1 0 100%; max-width: 100%; }
summary { cursor: pointer; color: var(--series); padding: 2px 0; }
.scroll { overflow-x: auto; max-height: 420px; overflow-y: auto; }
table { border-collapse: collapse; font-size: .85rem; }
th, td { text-align: left; padding: 4px 10px 4px 0; border-bottom: 1px solid var(--line); vertical-align: top; }
th { font-weight: 600; }
.figures-of.table td { min-width: 9em; }
.figures-of.table td:nth-child(6) { min-width: 32em; }
.figures { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
pre { background: var(--ground); border: 1px solid var(--line); border-radius: 6px; padding: 8px; overflow-x: auto; margin: 2px 0 8px; }
form { display: flex; flex-wrap: wrap; gap: 10px 14px; align-items: end; margin-top: 12px; }
label { display: grid; gap: 2px; font-size: .82rem; color: var(--muted); min-width: 0; }
input, select, button { font: inherit; color: var(--text); background: var(--surface); border: 1px solid var(--muted); border-radius: 6px; padding: 0 8px; height: 34px; max-width: 100%; }
button { cursor: pointer; }
:focus-visible { outline: 3px solid var(--series); outline-offset: 2px; }
@media print { details, form { display: none; } .figure { break-inside: avoid; } }
`;
