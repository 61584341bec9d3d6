import { bounds, tooMany } from './bounds.ts';
import { literal, viewOf } from './catalogue.ts';
import type { CatalogueDatabase, CatalogueDatabases } from './catalogue-database.ts';
import { copied, copyOf } from './copy.ts';
import { type CubeUser, rowLimit } from './cube.ts';
import { groupsOf } from './cube-answer.ts';
import { cubeSelects } from './cube-select.ts';
import { Cursor, Cursors } from './cursor.ts';
import { exchangeRows, executeAtMost, run, throwError } from './exchanges.ts';
import {
  BodyReader,
  bind,
  type Column,
  columnsIn,
  describe,
  message,
  messagesIn,
  parse,
  sync,
  warning,
} from './messages.ts';
import { fillParameters, type ParameterValues } from './parameters.ts';
import { permit } from './permitted.ts';
import type { Exchange } from './postgres.ts';
import { type Rows, rowsIn, through } from './rows.ts';
import type { SourceDatabase } from './source-database.ts';
import { refusal, SqlError } from './sql-error.ts';
import { checkSetting, checkStatement } from './statement-rules.ts';
import {
  constant,
  nodesOf,
  type Statement,
  selectOf,
  statementOf,
  type Tree,
  textOf,
  typeName,
  unwrap,
} from './syntax-tree.ts';
import { Transaction } from './transaction.ts';
import { translate } from './translation.ts';
import { writeViews } from './view-rows.ts';

/** A statement that can be run, with what Postgres says of it. */
export interface Prepared {
  /** Nothing for an empty text. */
  statement: Statement | undefined;
  parameterTypes: number[];
  /** Nothing where it returns no rows. */
  columns: Column[] | undefined;
}

/** The values of a statement's parameters, and how its rows are to come. */
export interface Values extends ParameterValues {
  /** 0 for text and 1 for binary, of the columns: none, one for all, or one for each. */
  resultFormats: number[];
  /** Whether the rows are read in parts, with pauses between. */
  isInParts?: boolean;
}

/** What a statement returns. */
export interface Outcome {
  columns: Column[] | undefined;
  rows: Rows;
  /** What the client is told was done; of a SELECT without the number of its rows. */
  tag: string;
  notices: Buffer[];
  /** Settings that clients are told of, and that have changed. */
  changed: [name: string, setting: string][];
  /** Of a COPY: what comes before its rows and after them. */
  copy?: { start: Buffer[]; end: Buffer[] };
}

/** How long what is known of the model is taken for true, in milliseconds. */
const freshness = 1000;

/** Settings that a client is told of when they change. */
const reported = [
  'application_name',
  'client_encoding',
  'DateStyle',
  'IntervalStyle',
  'TimeZone',
  'search_path',
];

const noValues: Values = { values: [], formats: [], resultFormats: [] };

/**
 * One client's session: its transaction, settings, prepared statements and cursors. Postgres has but one session for
 * all of them, so these are kept here, and what a client may notice of them is Postgres'.
 */
export class Session {
  readonly statements = new Map<string, Prepared>();
  /** The cursors that DECLARE made. */
  readonly cursors = new Cursors();
  private readonly block = new Transaction(this.cursors);
  /** What RESET leaves: the settings that the client started with, and Postgres' own. */
  private startSettings: ReadonlyMap<string, string> = new Map();
  private defaults: ReadonlyMap<string, string> = new Map();
  private database: CatalogueDatabase | undefined;
  private modelVersion: string | undefined;
  /** Whether Cube's cache and rollups are passed by: `SET cube.push_down = on`. */
  private isPushedDown = false;
  private checkedAt = 0;
  /** What the client waits for, until it {@link rest}s. */
  private running: AbortController | undefined;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly user: CubeUser,
    private readonly databases: CatalogueDatabases,
    private readonly source: SourceDatabase,
  ) {}

  /** Opens the session with the settings that the client starts with. */
  async open(settings: Map<string, string>): Promise<void> {
    for (const name of settings.keys()) checkSetting(name);
    await this.useModel();
    await this.exchangeSettings(async (exchange) => {
      for (const [name, setting] of settings) {
        await run(exchange, `SELECT set_config(${literal(name)}, ${literal(setting)}, false)`);
      }
    });
    this.startSettings = this.block.settings;
  }

  close(): void {
    this.cancel();
    this.rest();
    this.cursors.close(this.cursors.keys());
    this.databases.release(this, this.database);
  }

  /** Stops the statement that is running, if one is. */
  cancel(): void {
    this.running?.abort(new SqlError('57014', 'canceling statement due to user request'));
  }

  /** The settings that a client is told of, and Postgres' version. */
  async reportedSettings(): Promise<[name: string, setting: string][]> {
    const names = [...reported, 'server_version', 'default_transaction_read_only'].map(literal);
    const rows = (await this.exchange((exchange) =>
      run(exchange, `SELECT name, setting, reset_val FROM pg_settings WHERE name IN (${names.join(', ')})`),
    )) as [string, string, string][];
    this.defaults = new Map(rows.map(([name, , setting]) => [name, setting]));
    return rows.map(([name, setting]) => [name, setting]);
  }

  /**
   * Keeps a prepared statement.
   *
   * @throws {SqlError} where the session has too many
   */
  keep(name: string, prepared: Prepared): void {
    const texts = [...this.statements]
      .map(([other, { statement }]) => (other === name ? 0 : (statement?.text.length ?? 0)))
      .reduce((sum, length) => sum + length, prepared.statement?.text.length ?? 0);
    if (this.statements.size >= bounds.statements || texts > bounds.statementTexts) {
      throw tooMany('prepared statements', bounds.statements);
    }
    this.statements.set(name, prepared);
  }

  /**
   * What Postgres says of a statement.
   *
   * @param types of its parameters, 0 where they aren't known
   * @throws {SqlError} for what Postgres or this refuses
   */
  async prepare(statement: Statement | undefined, types: number[]): Promise<Prepared> {
    if (!statement) return { statement, parameterTypes: [], columns: undefined };
    this.block.checkUsable(statement);
    return this.stoppable(() => this.prepareKind(statement, types));
  }

  private async prepareKind(statement: Statement, types: number[]): Promise<Prepared> {
    checkStatement(statement);
    if (this.status === 'I') await this.useModel();
    const { kind, node } = statement;
    switch (kind) {
      case 'SelectStmt':
        // Before a function computes anything, if only to be described.
        if (this.readsViews(node)) permit(structuredClone(node));
        return { statement, ...(await this.describe(statement.text, types)) };
      case 'ExplainStmt':
      case 'VariableShowStmt':
        return { statement, ...(await this.describe(statement.text, types)) };
      case 'ExecuteStmt':
        return { statement, parameterTypes: [], columns: this.prepared(node.name as string).columns };
      case 'FetchStmt':
        return {
          statement,
          parameterTypes: [],
          columns: node.ismove ? undefined : this.cursor(node).columns,
        };
      default:
        return { statement, parameterTypes: [], columns: undefined };
    }
  }

  /**
   * Runs a statement. Cancel and statement_timeout stop it, and later the reading of its rows, until {@link rest}.
   *
   * @throws {SqlError}; a transaction it is in has failed with it
   */
  async run(prepared: Prepared, values: Values = noValues): Promise<Outcome> {
    const { statement } = prepared;
    if (!statement) return outcome('');
    this.block.checkUsable(statement);
    return this.stoppable(async (controller) => {
      if (this.status === 'I') await this.useModel();
      const result = await this.runKind(prepared, statement, values, controller.signal);
      return { ...result, rows: this.watched(result.rows, controller) };
    });
  }

  /** The client has what it asked for: there is nothing to stop. */
  rest(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.running = undefined;
  }

  /** `I` outside of a transaction, `T` inside, `E` in one that has failed. */
  get status(): 'I' | 'T' | 'E' {
    return this.block.status;
  }

  /** Marks the transaction, if there is one, as failed. */
  fail(): void {
    this.block.fail();
  }

  private async runKind(
    prepared: Prepared,
    { kind, node, text }: Statement,
    values: Values,
    signal: AbortSignal,
  ): Promise<Outcome> {
    switch (kind) {
      case 'SelectStmt':
        return this.select(prepared, text, node, values, signal);
      case 'CopyStmt':
        return this.copy(node, signal);
      case 'ExplainStmt':
        if (this.readsViews(node))
          throw refusal('EXPLAIN of a statement that Cube answers', 'See the log of Cube.');
        return this.native(text, prepared, values, 'EXPLAIN', signal);
      case 'VariableShowStmt':
        return this.native(text, prepared, values, 'SHOW', signal);
      case 'VariableSetStmt':
        return this.set(text, node, signal);
      case 'TransactionStmt':
        return this.transaction(node);
      case 'PrepareStmt':
        return this.prepareByName(node);
      case 'ExecuteStmt':
        return this.executeByName(node, values.resultFormats, signal);
      case 'DeallocateStmt': {
        if (node.name === undefined) this.statements.clear();
        else if (!this.statements.delete(node.name as string)) throw noStatement(node.name as string);
        return outcome(node.name === undefined ? 'DEALLOCATE ALL' : 'DEALLOCATE');
      }
      case 'DeclareCursorStmt':
        return this.declare(node, signal);
      case 'FetchStmt':
        return this.fetch(node);
      case 'ClosePortalStmt': {
        if (node.portalname === undefined) this.cursors.close(this.cursors.keys());
        else if (this.cursor(node)) this.cursors.close([node.portalname as string]);
        return outcome(node.portalname === undefined ? 'CLOSE CURSOR ALL' : 'CLOSE CURSOR');
      }
      case 'DiscardStmt':
        return this.discard(node);
      case 'UnlistenStmt':
        return outcome('UNLISTEN');
      default:
        return outcome('SET CONSTRAINTS');
    }
  }

  private async select(
    prepared: Prepared,
    text: string,
    node: Tree,
    values: Values,
    signal: AbortSignal,
  ): Promise<Outcome> {
    if (!this.readsViews(node)) {
      return this.native(text, prepared, values, 'SELECT', signal);
    }
    const { columns } = prepared;
    const select = structuredClone(node);
    await fillParameters(select, prepared.parameterTypes, values, (task) => this.exchange(task, signal));
    const answer =
      (await this.askCube(structuredClone(select), values, signal)) ??
      (await this.askSource(select, values, signal));
    checkColumns(columns, answer.columns);
    return { ...outcome('SELECT'), ...answer, columns };
  }

  /** What Cube answers a SELECT with; nothing where it isn't one of its queries, or has more groups than it gives. */
  private async askCube(
    select: Tree,
    { resultFormats }: Values,
    signal: AbortSignal,
  ): Promise<(Pick<Outcome, 'rows' | 'notices'> & { columns: Column[] }) | undefined> {
    const { catalogue, functions } = this.opened();
    const fetches = this.isPushedDown ? undefined : cubeSelects(select, catalogue, functions);
    if (!fetches) return undefined;
    const groups = await Promise.all(fetches.map((fetch) => groupsOf(fetch, this.user, signal)));
    if (!groups.every((one) => one !== undefined)) return undefined;
    const request = Buffer.concat([
      parse(textOf('SelectStmt', select)),
      bind(
        groups.map((json) => Buffer.from(json)),
        [],
        resultFormats,
      ),
      describe('P'),
      executeAtMost(rowLimit() + 1),
      sync(),
    ]);
    const answer = await this.exchange((exchange) => exchangeRows(exchange, request, false), signal);
    return { ...answer, rows: rowsIn(answer.rows) };
  }

  /** What the source database answers a SELECT with. */
  private async askSource(
    select: Tree,
    { resultFormats, isInParts = false }: Values,
    signal: AbortSignal,
  ): Promise<{ columns: Column[]; rows: Rows }> {
    const { catalogue, functions } = this.opened();
    const translation = translate(select, catalogue, functions);
    await writeViews(translation, this.user.statement(), functions, (rows) =>
      this.source.columnTypes(textOf('SelectStmt', rows), this.user.person, signal),
    );
    return this.source.run(textOf('SelectStmt', select), {
      person: this.user.person,
      settings: new Map([...this.defaults, ...this.block.settings]),
      resultFormats,
      isInParts,
      signal,
    });
  }

  /** What Postgres answers by itself. */
  private async native(
    text: string,
    { parameterTypes, columns }: Prepared,
    { values, formats, resultFormats }: Values,
    tag: string,
    signal: AbortSignal,
  ): Promise<Outcome> {
    const request = Buffer.concat([
      parse(text, parameterTypes),
      bind(values, formats, resultFormats),
      executeAtMost(rowLimit() + 1),
      sync(),
    ]);
    const task = (exchange: Exchange) => exchangeRows(exchange, request, true);
    // Only a function named so in the text can change a setting.
    const [{ rows, notices }, changed] = /set_config/i.test(text)
      ? await this.exchangeSettings(task, signal)
      : [await this.exchange(task, signal), []];
    return { ...outcome(tag), columns, rows: rowsIn(rows), notices, changed };
  }

  private async describe(text: string, types: number[]): Promise<Omit<Prepared, 'statement'>> {
    const request = Buffer.concat([parse(text, types), describe('S'), sync()]);
    const answer = await this.exchange(async (exchange) => [...messagesIn(await exchange(request))]);
    throwError(answer, true);
    const parameters = answer.find(({ type }) => type === 't')?.body;
    const columns = answer.find(({ type }) => type === 'T')?.body;
    const reader = parameters && new BodyReader(parameters);
    return {
      parameterTypes: reader ? reader.list(() => reader.int32()) : [],
      columns: columns && columnsIn(columns),
    };
  }

  /** A COPY of rows to the client. */
  private async copy(node: Tree, signal: AbortSignal): Promise<Outcome> {
    const { query, options } = copyOf(node);
    const prepared = await this.prepareKind(query, []);
    const result = await this.runKind(
      prepared,
      query,
      { ...noValues, resultFormats: options.format === 'binary' ? [1] : [] },
      signal,
    );
    return { ...result, ...copied(result.rows, prepared.columns ?? [], options), tag: 'COPY' };
  }

  private async set(text: string, node: Tree, signal: AbortSignal): Promise<Outcome> {
    const tag = /^RESET/.test(String(node.kind).replace('VAR_', '')) ? 'RESET' : 'SET';
    const name = String(node.name ?? '').toLowerCase();
    // Of a transaction nothing can be chosen: it reads, and sees what Cube answers.
    if (node.kind === 'VAR_SET_MULTI') return outcome(tag);
    if (name === 'cube.push_down') {
      const [, value] = unwrap((node.args as unknown[] | undefined)?.[0]);
      this.isPushedDown = tag === 'SET' && (value.sval as Tree | undefined)?.sval === 'on';
      return outcome(tag);
    }
    if (name === 'client_encoding' && node.kind === 'VAR_SET_VALUE') {
      const [, value] = unwrap((node.args as unknown[])[0]);
      if (!isUtf8(String((value.sval as Tree | undefined)?.sval ?? ''))) throw onlyUtf8();
    }
    if (node.is_local && this.status === 'I') {
      return {
        ...outcome(tag),
        notices: [warning('25P01', 'SET LOCAL can only be used in transaction blocks')],
      };
    }
    const before = [...this.block.settings].find(([setting]) => setting.toLowerCase() === name)?.[1];
    // In Postgres each statement is a transaction of its own.
    const request = node.is_local ? text.replace(/^(\s*set\s+)local\s/i, '$1session ') : text;
    const [, changed] = await this.exchangeSettings((exchange) => run(exchange, request, true), signal);
    this.block.noteSetting(name, Boolean(node.is_local), before);
    return { ...outcome(tag), changed };
  }

  private transaction(node: Tree): Outcome {
    const before = this.block.settings;
    const { tag, notices = [] } = this.block.run(node);
    return { ...outcome(tag), notices, changed: this.changedSettings(before) };
  }

  private async prepareByName({ name, argtypes, query }: Tree): Promise<Outcome> {
    if (this.statements.has(name as string)) {
      throw new SqlError('42P05', `prepared statement "${name}" already exists`);
    }
    const nulls = ((argtypes as Tree[]) ?? []).map((type) => constant(null, unwrap(type)[1]));
    const types =
      nulls.length === 0 ? [] : (await this.describe(textOf('SelectStmt', selectOf(nulls)), [])).columns;
    this.keep(
      name as string,
      await this.prepareKind(
        statementOf(query),
        (types ?? []).map(({ type }) => type),
      ),
    );
    return outcome('PREPARE');
  }

  private async executeByName(
    { name, params }: Tree,
    resultFormats: number[],
    signal: AbortSignal,
  ): Promise<Outcome> {
    const prepared = this.prepared(name as string);
    const args = (params as unknown[]) ?? [];
    if (args.length !== prepared.parameterTypes.length) {
      throw new SqlError('42601', `wrong number of parameters for prepared statement "${name}"`);
    }
    if (nodesOf(args, 'ColumnRef').length > 0 || nodesOf(args, 'SubLink').length > 0) {
      throw refusal('EXECUTE with anything but constants');
    }
    const asTexts = args.map((arg) => ({ TypeCast: { arg, typeName: typeName('text') } }));
    const sql = textOf('SelectStmt', selectOf(asTexts));
    const [texts = []] =
      args.length === 0 ? [[]] : await this.exchange((exchange) => run(exchange, sql), signal);
    const values = texts.map((text) => (text === null ? null : Buffer.from(text)));
    return this.runKind(
      prepared,
      prepared.statement as Statement,
      { values, formats: [], resultFormats },
      signal,
    );
  }

  private async declare({ portalname, options, query }: Tree, signal: AbortSignal): Promise<Outcome> {
    const name = portalname as string;
    const isHeld = (Number(options) & cursorOptions.hold) !== 0;
    if (this.status === 'I' && !isHeld) {
      throw new SqlError('25P01', 'DECLARE CURSOR can only be used in transaction blocks');
    }
    if (this.cursors.has(name)) throw new SqlError('42P03', `cursor "${name}" already exists`);
    if (this.cursors.size >= bounds.portals) throw tooMany('cursors', bounds.portals);
    const prepared = await this.prepareKind(statementOf(query), []);
    const resultFormats = (Number(options) & cursorOptions.binary) !== 0 ? [1] : [];
    const { rows } = await this.runKind(
      prepared,
      prepared.statement as Statement,
      { ...noValues, resultFormats, isInParts: true },
      signal,
    );
    const mayScroll = (Number(options) & cursorOptions.noScroll) === 0;
    this.cursors.set(name, new Cursor(prepared.columns ?? [], rows, isHeld, mayScroll));
    return outcome('DECLARE CURSOR');
  }

  private async fetch(node: Tree): Promise<Outcome> {
    const cursor = this.cursor(node);
    const rows = cursor.fetch(String(node.direction), Number(node.howMany ?? 0));
    if (!node.ismove) return { ...outcome('FETCH'), columns: cursor.columns, rows };
    let count = 0;
    for await (const batch of rows) count += batch.length;
    return outcome(`MOVE ${count}`);
  }

  private cursor({ portalname }: Tree): Cursor {
    const cursor = this.cursors.get(portalname as string);
    if (!cursor) throw noCursor(portalname as string);
    return cursor;
  }

  private prepared(name: string): Prepared {
    const prepared = this.statements.get(name);
    if (!prepared) throw noStatement(name);
    return prepared;
  }

  private discard({ target }: Tree): Outcome {
    if (target === 'DISCARD_ALL') {
      if (this.status !== 'I')
        throw new SqlError('25001', 'DISCARD ALL cannot run inside a transaction block');
      this.statements.clear();
      this.cursors.close(this.cursors.keys());
      const before = this.block.settings;
      this.block.settings = this.startSettings;
      return { ...outcome('DISCARD ALL'), changed: this.changedSettings(before) };
    }
    return outcome(String(target).replace('_', ' '));
  }

  /** Has the session read the model as it is now. */
  private async useModel(): Promise<void> {
    if (this.database && Date.now() - this.checkedAt < freshness) return;
    const version = await this.user.metaVersion();
    this.checkedAt = Date.now();
    if (this.database && version !== undefined && version === this.modelVersion) return;
    const database = await this.databases.acquire(this, await this.user.meta());
    this.modelVersion = version;
    if (database !== this.database) this.databases.release(this, this.database);
    this.database = database;
  }

  private opened(): CatalogueDatabase {
    if (!this.database) throw new Error('The session is not open.');
    return this.database;
  }

  private readsViews(node: Tree): boolean {
    const { catalogue } = this.opened();
    return nodesOf<Tree>(node, 'RangeVar').some((range) => viewOf(range, catalogue));
  }

  /** Runs something for the client, which cancel and statement_timeout stop. */
  private async stoppable<Result>(task: (controller: AbortController) => Promise<Result>): Promise<Result> {
    // Not a part of what a statement takes.
    await this.opened().postgres.start();
    const controller = new AbortController();
    this.watch(controller);
    return Promise.race([task(controller), rejection(controller.signal)]);
  }

  /** Has cancel and statement_timeout stop this, of all that runs for the client. */
  private watch(controller: AbortController): void {
    this.running = controller;
    const timeout = Number(this.block.settings.get('statement_timeout') ?? 0);
    if (timeout > 0) this.timer ??= setTimeout(() => this.running?.abort(timedOut()), timeout);
  }

  private watched(rows: Rows, controller: AbortController): Rows {
    return through(rows, async (batches) => {
      controller.signal.throwIfAborted();
      this.watch(controller);
      return batches.next();
    });
  }

  /** Has Postgres do something with the session's settings in force. */
  private exchange<Result>(
    task: (exchange: Exchange) => Promise<Result>,
    signal = this.running?.signal,
  ): Promise<Result> {
    return this.opened().postgres.turn(
      this,
      async (exchange) => {
        const settings = [...this.block.settings].map(
          ([name, setting]) => `SELECT set_config(${literal(name)}, ${literal(setting)}, false)`,
        );
        await exchange(
          message('Q', ['RESET ALL', 'SET default_transaction_read_only = on', ...settings].join('; ')),
        );
      },
      task,
      signal,
    );
  }

  /** Has Postgres know of changed settings, and returns those that the client is told of. */
  private changedSettings(before: ReadonlyMap<string, string>): [name: string, setting: string][] {
    if (this.block.settings !== before) this.opened().postgres.unsettle(this);
    return this.changedSince(before);
  }

  private changedSince(before: ReadonlyMap<string, string>): [name: string, setting: string][] {
    return reported.flatMap((name): [string, string][] => {
      const setting = this.block.settings.get(name) ?? this.defaults.get(name);
      return setting === undefined || setting === (before.get(name) ?? this.defaults.get(name))
        ? []
        : [[name, setting]];
    });
  }

  /** The same for what may change settings: they are kept for the next turn, and those to tell of are returned. */
  private async exchangeSettings<Result>(
    task: (exchange: Exchange) => Promise<Result>,
    signal?: AbortSignal,
  ): Promise<[Result, [name: string, setting: string][]]> {
    const [result, rows] = await this.exchange(
      async (exchange): Promise<[Result, [string, string][]]> => [
        await task(exchange),
        (await run(exchange, "SELECT name, setting FROM pg_settings WHERE source = 'session'")) as [
          string,
          string,
        ][],
      ],
      signal,
    );
    const before = this.block.settings;
    this.block.settings = new Map([...this.startSettings, ...rows]);
    // Postgres has reset to its own what is to be as the client started.
    if (this.block.settings.size > rows.length) this.opened().postgres.unsettle(this);
    return [result, this.changedSince(before)];
  }
}

const cursorOptions = { binary: 0x01, noScroll: 0x04, hold: 0x20 };

const noStatement = (name: string): SqlError =>
  new SqlError('26000', `prepared statement "${name}" does not exist`);
const noCursor = (name: string): SqlError => new SqlError('34000', `cursor "${name}" does not exist`);
const timedOut = (): SqlError => new SqlError('57014', 'canceling statement due to statement timeout');
export const onlyUtf8 = (): SqlError => new SqlError('22023', 'the only client_encoding here is UTF8');

/** Whether texts in an encoding can be taken for UTF-8. */
export const isUtf8 = (encoding: string): boolean => /^(utf-?8|unicode|sql_ascii|)$/i.test(encoding);

const outcome = (tag: string): Outcome => ({
  columns: undefined,
  rows: rowsIn([]),
  tag,
  notices: [],
  changed: [],
});

/** @throws {SqlError} where a statement returns other columns than its client was told of */
function checkColumns(told: Column[] | undefined, columns: Column[]): void {
  const isSame =
    told?.length === columns.length && told.every(({ type }, index) => type === columns[index]?.type);
  if (isSame) return;
  throw new SqlError('0A000', 'cached plan must not change result type', 'Prepare the statement again.');
}

function rejection(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}
