/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import cube, { type CubeApi, type Query } from '@cubejs-client/core';
import { init } from 'echarts/core.js';
import type { Row } from '../check/slice.ts';
import { type Ask, drawn, inTurns } from './asking.ts';
import { contentsOf } from './contents.ts';
import { controlsHtml, type Filter, withoutValue } from './controls.ts';
import type { Drawing } from './drawing.ts';
import type { Answer, Figure } from './figure.ts';
import { figureHtml, groupHtml, type State } from './figure-html.ts';
import { type Html, html } from './html.ts';
import { type KpiView, kpiViewsOf, sharedAttributes } from './kpi-views.ts';
import type { PageSettings } from './page-route.ts';
import { addressOf, scopeOf } from './page-scope.ts';

/** The page in the browser: what the address says is shown, asked by REST with the token that was given. */

const tokenKey = 'activation-token';
/** After this long a figure says that it waits for the server. */
const patienceMs = 4000;
const mostValues = 200;

const settings = JSON.parse(element('settings').textContent ?? '{}') as PageSettings;
const apiUrl = new URL(settings.apiPath, location.href).href;
const page = element('page');
const controls = element('controls-of');

let shown = new AbortController();

function element(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (!found) throw new Error(`The page has no element ${id}.`);
  return found;
}

const put = (into: HTMLElement, content: Html): void => {
  into.innerHTML = content.text;
};

/** Why a question failed, for who reads the page. */
function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message === 'network Error'
    ? 'The server does not answer. Is it running? Then load the page again.'
    : message;
}

const isRefused = (error: unknown): boolean =>
  typeof error === 'object' &&
  error !== null &&
  'status' in error &&
  (error.status === 401 || error.status === 403);

async function start(problem = ''): Promise<void> {
  const token = sessionStorage.getItem(tokenKey) ?? '';
  if (settings.needsToken && token === '') return askForToken(problem);
  put(page, html`<p role="status">Reading the model…</p>`);
  const api = cube(token, { apiUrl });
  try {
    const views = kpiViewsOf((await api.meta()).cubes);
    if (views.length === 0) {
      put(
        page,
        html`<p class="failure" role="alert">There is nothing to show: the model has no KPI, or this token sees none.</p>`,
      );
      return;
    }
    const filters = await filtersOf(api, views);
    const show = () => showPage(api, views, filters);
    window.onpopstate = show;
    show();
  } catch (error) {
    if (settings.needsToken && isRefused(error)) {
      sessionStorage.removeItem(tokenKey);
      return askForToken('The server does not accept this token. Give another one.');
    }
    put(page, html`<p class="failure" role="alert">${reasonOf(error)}</p>`);
  }
}

function askForToken(problem: string): void {
  put(controls, html``);
  put(
    page,
    html`<form id="sign-in"><label>Token <input type="password" name="token" autocomplete="off" required></label>
<button>Show</button></form>
<p class="about">The page shows what this token may see. It stays in this tab, and goes to this server alone.</p>
${problem !== '' && html`<p class="failure" role="alert">${problem}</p>`}`,
  );
  const form = element('sign-in') as HTMLFormElement;
  form.querySelector('input')?.focus();
  form.onsubmit = (event) => {
    event.preventDefault();
    sessionStorage.setItem(tokenKey, String(new FormData(form).get('token')).trim());
    void start();
  };
}

/** The attributes that can be filtered by, with their values. One that can't be asked for is left out. */
async function filtersOf(api: CubeApi, views: readonly KpiView[]): Promise<Filter[]> {
  const found = await Promise.all(
    [...sharedAttributes(views)].map(async ([name, attribute]): Promise<Filter[]> => {
      const query: Query = { dimensions: [attribute.name], limit: mostValues, timezone: 'UTC' };
      try {
        const rows: Row[] = (await api.load(query)).rawData();
        const values = rows.map((row) => row[attribute.name] ?? null);
        return [{ name, attribute, values: values.map((value) => (value === null ? null : String(value))) }];
      } catch (error) {
        if (isRefused(error)) throw error;
        return [];
      }
    }),
  );
  return found.flat();
}

function showPage(api: CubeApi, views: readonly KpiView[], filters: readonly Filter[]): void {
  shown.abort();
  shown = new AbortController();
  const { signal } = shown;
  try {
    const scope = scopeOf(new URLSearchParams(location.search));
    const now = new Date();
    showControls(controlsHtml(scope, filters, Intl.supportedValuesOf('timeZone')));
    const groups = contentsOf(views, settings.declared, scope, now);
    put(
      page,
      html`${groups.map((group) => groupHtml(group, (figure) => figureHtml(figure, { kind: 'waiting' }, () => html``, apiUrl)))}`,
    );
    const ask = inTurns(async (query) => {
      const result = await api.load(query, { signal });
      const rows = result.rawData() as Answer;
      const limit: unknown = result.serialize().loadResponse.results[0]?.query.limit;
      if (typeof limit === 'number' && rows.length >= limit)
        throw new Error(`The answer was cut off at ${limit} rows. Choose fewer days, or longer periods.`);
      return rows;
    });
    const askForAll = askInView(
      groups.flatMap(({ figures }) => figures),
      (figure) => showFigure(figure, ask, signal, now),
      signal,
    );
    window.addEventListener('beforeprint', askForAll, { signal });
    element('print').onclick = () => askForAll().then(() => signal.aborted || window.print());
  } catch (error) {
    put(
      page,
      html`<p class="failure" role="alert">${reasonOf(error)}</p><p><a href="?">Show everything</a></p>`,
    );
  }
}

/**
 * Shows each figure when it comes near to the window.
 *
 * @returns what shows all of them, wherever they are
 */
function askInView(
  figures: readonly Figure[],
  show: (figure: Figure) => Promise<void>,
  signal: AbortSignal,
): () => Promise<unknown> {
  const shown = new Map<Figure, Promise<void>>();
  const showOnce = (figure: Figure): Promise<void> => {
    const done = shown.get(figure) ?? show(figure);
    shown.set(figure, done);
    return done;
  };
  const watch = new IntersectionObserver(
    (places) => {
      const near = places.filter(({ isIntersecting }) => isIntersecting).map(({ target }) => target.id);
      for (const figure of figures) if (near.includes(figure.id)) void showOnce(figure);
    },
    { rootMargin: '50% 0px' },
  );
  for (const { id } of figures) watch.observe(element(id));
  signal.addEventListener('abort', () => watch.disconnect());
  return () => Promise.all(figures.map(showOnce));
}

function showControls(content: Html): void {
  const focused = document.activeElement?.getAttribute('name');
  put(
    controls,
    html`${content}${settings.needsToken && html`<p><button type="button" id="forget">Forget the token</button></p>`}`,
  );
  const form = element('controls') as HTMLFormElement;
  if (focused) form.querySelector<HTMLElement>(`[name="${CSS.escape(focused)}"]`)?.focus();
  form.onchange = () => go(addressIn(form));
  form.onsubmit = (event) => event.preventDefault();
  element('all').onclick = () => go('');
  if (!settings.needsToken) return;
  element('forget').onclick = () => {
    sessionStorage.removeItem(tokenKey);
    shown.abort();
    void start();
  };
}

/** The address that a form's fields make. What the form doesn't have is kept. */
function addressIn(form: HTMLFormElement): string {
  const address = new URLSearchParams(location.search);
  for (const [name, value] of new FormData(form)) address.set(name, String(value));
  for (const select of form.querySelectorAll<HTMLSelectElement>('select[data-attribute]')) {
    const name = select.dataset.attribute ?? '';
    address.delete(`where.${name}`);
    address.delete('without', name);
    if (select.value === withoutValue) address.append('without', name);
    else if (select.value !== '*') address.set(`where.${name}`, select.value);
  }
  try {
    return addressOf(scopeOf(address));
  } catch {
    // It says itself what is wrong with it.
    return address.toString();
  }
}

function go(address: string): void {
  history.pushState(null, '', address === '' ? location.pathname : `?${address}`);
  window.dispatchEvent(new PopStateEvent('popstate'));
}

async function showFigure(figure: Figure, ask: Ask, signal: AbortSignal, now: Date): Promise<void> {
  const section = element(figure.id);
  let drawing: Drawing | undefined;
  const show = (state: State): void => {
    if (signal.aborted) return;
    const open = [...section.querySelectorAll<HTMLDetailsElement>('details[open]')].map(
      ({ dataset }) => dataset.part,
    );
    const focused = document.activeElement?.closest<HTMLElement>('details')?.dataset.part;
    const hadFocus = section.contains(document.activeElement);
    put(
      section,
      figureHtml(
        figure,
        state,
        (given) => {
          drawing = given;
          return html`<div class="chart" role="img" aria-label="${given.says}"></div>`;
        },
        apiUrl,
      ),
    );
    for (const part of section.querySelectorAll('details')) part.open ||= open.includes(part.dataset.part);
    if (hadFocus && focused)
      section.querySelector<HTMLElement>(`details[data-part="${focused}"] summary`)?.focus();
    if (drawing) drawInto(section, drawing, signal);
  };
  show({ kind: 'asking' });
  if (figure.refusal) return;
  const late = setTimeout(() => {
    const status = section.querySelector('[role="status"]');
    if (status && !signal.aborted) status.textContent = 'Asking… The server is still working on it.';
  }, patienceMs);
  try {
    show({ kind: 'drawn', drawn: await drawn(figure, ask, now, reasonOf) });
  } catch (error) {
    show({ kind: 'failed', message: reasonOf(error) });
  } finally {
    clearTimeout(late);
  }
}

function drawInto(section: HTMLElement, { option, height }: Drawing, signal: AbortSignal): void {
  const place = section.querySelector<HTMLElement>('.chart');
  if (!place) return;
  place.style.height = `${height}px`;
  const chart = init(place, null, { renderer: 'svg' });
  chart.setOption(option);
  const watch = new ResizeObserver(() => chart.resize());
  watch.observe(place);
  signal.addEventListener('abort', () => {
    watch.disconnect();
    chart.dispose();
  });
}

void start();
