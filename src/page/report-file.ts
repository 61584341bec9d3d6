import type { DeclaredViews } from '../kpis/status.ts';
import { type Ask, drawn, inTurns, LeftOut } from './asking.ts';
import { contentsOf } from './contents.ts';
import { type Drawing, svgOf } from './drawing.ts';
import type { Figure } from './figure.ts';
import { figureHtml, groupHtml, type State } from './figure-html.ts';
import { Html, html } from './html.ts';
import type { KpiView } from './kpi-views.ts';
import { inWords, type Scope } from './page-scope.ts';
import { style } from './style.ts';

/** What a report is made of. */
export interface ReportSource {
  views: readonly KpiView[];
  declared: DeclaredViews;
  /** The REST API that its questions are for. */
  apiUrl: string;
  ask: Ask;
  /** Why a question wasn't answered, for who reads the report. */
  reasonOf(error: unknown): string;
}

/** A report as one file. */
export interface WrittenReport {
  html: string;
  /** How many of its figures have no numbers, because a question wasn't answered. */
  failed: number;
}

const chartWidth = 560;

/** What the page shows, as one HTML file that needs no other and runs nothing. */
export async function reportFile(source: ReportSource, scope: Scope, now: Date): Promise<WrittenReport> {
  const ask = inTurns(source.ask);
  const groups = contentsOf(source.views, source.declared, scope, now);
  const states = new Map<Figure, State>(
    await Promise.all(
      groups
        .flatMap(({ figures }) => figures)
        .map(async (figure): Promise<[Figure, State]> => [figure, await stateOf(figure, ask, source, now)]),
    ),
  );
  const draw = (drawing: Drawing): Html =>
    html`<div class="chart" role="img" aria-label="${drawing.says}">${new Html(svgOf(drawing, chartWidth))}</div>`;
  const sections = groups.map((group) =>
    groupHtml(group, (figure) =>
      figureHtml(figure, states.get(figure) ?? { kind: 'waiting' }, draw, source.apiUrl),
    ),
  );
  return {
    failed: [...states.values()].filter(({ kind }) => kind === 'failed').length,
    html: html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Activation</title>
<link rel="icon" href="data:,">
<style>${new Html(style)}</style>
</head>
<body>
<header><h1>Activation</h1><p class="about">${inWords(scope)}. Asked at ${now.toISOString().replace(/\.\d+/, '')}.</p></header>
<main>${sections}</main>
</body>
</html>
`.text,
  };
}

async function stateOf(figure: Figure, ask: Ask, { reasonOf }: ReportSource, now: Date): Promise<State> {
  // Nothing is asked for it.
  if (figure.refusal) return { kind: 'waiting' };
  try {
    return { kind: 'drawn', drawn: await drawn(figure, ask, now, reasonOf) };
  } catch (error) {
    if (error instanceof LeftOut) return { kind: 'left out', reason: error.message };
    return { kind: 'failed', message: reasonOf(error) };
  }
}
