import type { Query } from '@cubejs-client/core';
import type { Drawing } from './drawing.ts';
import type { Drawn, Figure, Group } from './figure.ts';
import { Html, html } from './html.ts';
import { csvOf, type NumberTable } from './number-table.ts';
import { curl, sqlStatement } from './query-text.ts';

/** What there is of a figure: nothing yet, its numbers, or why it has none: it wasn't asked, or not answered. */
export type State =
  | { kind: 'waiting' }
  | { kind: 'asking' }
  | { kind: 'drawn'; drawn: Drawn }
  | { kind: 'left out'; reason: string }
  | { kind: 'failed'; message: string };

/** How a chart gets into HTML. */
export type Draw = (drawing: Drawing) => Html;

/** The figures of a group under its heading, each in an element with its id. */
export const groupHtml = (
  { id, title, about, shape, figures }: Group,
  content: (figure: Figure) => Html | undefined,
): Html =>
  html`<section aria-labelledby="${id}-title">
<h2 id="${id}-title">${title}</h2><p class="about">${about}</p>
<div class="figures-of ${shape}">${figures.map(
    (figure) =>
      html`<article class="figure" id="${figure.id}" aria-label="${figure.title}">${content(figure)}</article>`,
  )}</div></section>`;

/**
 * A figure as HTML: its chart, what to know of it, its numbers as a table and CSV, what it counts, what it asks.
 *
 * @param apiUrl the REST API that its questions are for
 */
export const figureHtml = (figure: Figure, state: State, draw: Draw, apiUrl: string): Html =>
  html`<h3>${figure.title}</h3>
<div class="body">${body(figure, state, draw)}</div>
<div class="more">${state.kind === 'drawn' && numbers(figure, state.drawn)}
<details data-part="definition"><summary>Definition</summary>${figure.definition
    .filter((text) => text !== '')
    .map((text) => html`<p>${text}</p>`)}</details>
${figure.questions.length > 0 && questions(figure, apiUrl)}</div>`;

function body({ refusal }: Figure, state: State, draw: Draw): Html {
  if (refusal) return html`<p class="note">${refusal}</p>`;
  if (state.kind === 'waiting') return html`<p class="note pending">Asked for when it comes into view.</p>`;
  if (state.kind === 'asking') return html`<p class="note pending" role="status">Asking…</p>`;
  if (state.kind === 'left out') return html`<p class="note">${state.reason}</p>`;
  if (state.kind === 'failed') return html`<p class="failure" role="alert">${state.message}</p>`;
  const { lead, drawing, notes } = state.drawn;
  return html`${lead}${drawing && draw(drawing)}${notes.map((note) => html`<p class="note">${note}</p>`)}`;
}

/** They are all that there is of a figure without a chart. */
function numbers({ id, title }: Figure, { table, lead, drawing }: Drawn): Html | false {
  if (table.rows.length === 0) return false;
  const link = `data:text/csv;charset=utf-8,${encodeURIComponent(csvOf(table))}`;
  return html`<details data-part="numbers"${!lead && !drawing && html` open`}><summary>Numbers</summary>${tableHtml(title, table)}
<p><a href="${link}" download="${id}.csv">Download as CSV</a></p></details>`;
}

/** A table that scrolls where it is wider than the window. */
export const tableHtml = (title: string, { columns, rows }: NumberTable): Html =>
  html`<div class="scroll" role="group" tabindex="0" aria-label="${title}, numbers"><table>
<thead><tr>${columns.map((column) => html`<th scope="col">${column}</th>`)}</tr></thead>
<tbody>${rows.map(
    (row) =>
      html`<tr>${row.map(({ shown, isNumber }, index) =>
        index === 0
          ? html`<th scope="row">${shown}</th>`
          : html`<td${isNumber && new Html(' class="figures"')}>${shown}</td>`,
      )}</tr>`,
  )}</tbody></table></div>`;

const questions = ({ title, questions }: Figure, apiUrl: string): Html =>
  html`<details data-part="questions"><summary>Query</summary>${questions.map(
    (query, index) =>
      html`${code(`REST, ${title}, question ${index + 1}`, 'REST', curl(query, apiUrl))}${sqlOf(query, title, index)}`,
  )}</details>`;

function sqlOf(query: Query, title: string, index: number): Html {
  const statement = sqlStatement(query);
  if (statement === undefined) return html`<p class="note">SQL has no words for it.</p>`;
  const isElsewhere =
    query.timezone !== 'UTC' && query.timeDimensions?.some(({ granularity }) => granularity);
  return html`${code(`SQL, ${title}, question ${index + 1}`, 'SQL', statement)}${isElsewhere && html`<p class="note">In this time zone SQL reads the source tables, and answers who may list rows.</p>`}`;
}

const code = (label: string, title: string, text: string): Html =>
  html`<h4>${title}</h4><pre tabindex="0" role="group" aria-label="${label}"><code>${text}</code></pre>`;
