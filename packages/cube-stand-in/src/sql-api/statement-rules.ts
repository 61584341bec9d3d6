import { SqlError } from './sql-error.ts';
import { functionName, nodesOf, type Statement, type Tree, unwrap } from './syntax-tree.ts';

/** Statements that this or Postgres answers; any other would write. */
const answered = new Set([
  ...['SelectStmt', 'ExplainStmt', 'VariableShowStmt', 'VariableSetStmt', 'TransactionStmt', 'PrepareStmt'],
  ...['ExecuteStmt', 'DeallocateStmt', 'DeclareCursorStmt', 'FetchStmt', 'ClosePortalStmt', 'DiscardStmt'],
  ...['UnlistenStmt', 'ConstraintsSetStmt'],
]);

const writes = ['InsertStmt', 'UpdateStmt', 'DeleteStmt', 'MergeStmt'];

/** Settings that would make a session another's. */
const closedSettings = new Set(['role', 'session_authorization']);

/**
 * Refuses what isn't reading.
 *
 * @throws {SqlError} with Postgres' code for it
 */
export function checkStatement({ kind, node }: Statement): void {
  const isToClient = kind === 'CopyStmt' && !node.is_from && !node.filename && !node.is_program;
  if (!answered.has(kind) && !isToClient) throw readOnly(commandName(kind));
  const write = writes.find((kind) => nodesOf(node, kind).length > 0);
  if (write) throw readOnly(commandName(write));
  if (nodesOf(node, 'intoClause').length > 0 || 'intoClause' in node) throw readOnly('SELECT INTO');
  if (kind === 'ExplainStmt' && unwrap(node.query)[0] !== 'SelectStmt') throw readOnly('EXPLAIN');
  if (kind === 'VariableSetStmt') checkSetting(String(node.name ?? ''));
  for (const call of nodesOf<Tree>(node, 'FuncCall')) {
    if (functionName(call) === 'set_config') checkSetting(settingName(call));
  }
}

const readOnly = (command: string): SqlError =>
  new SqlError('25006', `cannot execute ${command} in a read-only transaction`);

/** `CreateTableAsStmt` is CREATE TABLE AS. */
const commandName = (kind: string): string =>
  kind
    .replace(/Stmt$/, '')
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toUpperCase();

function settingName({ args }: Tree): string {
  const [first] = (args as unknown[] | undefined) ?? [];
  const [kind, node] = unwrap(first);
  const [, inner] = kind === 'TypeCast' ? unwrap(node.arg) : [kind, node];
  const text = inner.sval as Tree | undefined;
  if (!text) throw new SqlError('0A000', 'set_config takes the name of a setting as a literal here');
  return String(text.sval ?? '');
}

/**
 * Refuses a setting that would make the session another's.
 *
 * @throws {SqlError}
 */
export function checkSetting(name: string): void {
  if (closedSettings.has(name.toLowerCase())) {
    throw new SqlError(
      '42501',
      `permission denied to set ${name}`,
      'Sign in as the user whose rows you want.',
    );
  }
}
