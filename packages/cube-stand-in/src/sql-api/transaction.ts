import { bounds, tooMany } from './bounds.ts';
import type { Cursors } from './cursor.ts';
import { warning } from './messages.ts';
import { refusal, SqlError } from './sql-error.ts';
import type { Statement, Tree } from './syntax-tree.ts';

/** What a transaction, or a part of one, goes back to. */
interface Savepoint {
  /** Nothing for the transaction itself. */
  name?: string;
  settings: ReadonlyMap<string, string>;
  local: ReadonlyMap<string, string | undefined>;
  cursors: ReadonlySet<string>;
}

/** The statements about transactions that one which has failed still takes. */
const ends = ['TRANS_STMT_COMMIT', 'TRANS_STMT_ROLLBACK', 'TRANS_STMT_ROLLBACK_TO'];

/** A session's transaction by Postgres' rules: its status, the settings in force, and what is undone with it. */
export class Transaction {
  /** `I` outside of a transaction, `T` inside, `E` in one that has failed. */
  status: 'I' | 'T' | 'E' = 'I';
  settings: ReadonlyMap<string, string> = new Map();
  /** The settings that are LOCAL to the transaction, with what they are after it. */
  private local = new Map<string, string | undefined>();
  /** The transaction's start, and its savepoints. */
  private savepoints: Savepoint[] = [];

  constructor(private readonly cursors: Cursors) {}

  /** @throws {SqlError} for a statement that a failed transaction doesn't take */
  checkUsable({ kind, node }: Statement): void {
    if (this.status === 'E' && !(kind === 'TransactionStmt' && ends.includes(String(node.kind)))) {
      throw new SqlError(
        '25P02',
        'current transaction is aborted, commands ignored until end of transaction block',
      );
    }
  }

  /** Marks the transaction, if there is one, as failed. */
  fail(): void {
    if (this.status === 'T') this.status = 'E';
  }

  /** Notes that a setting, in lower case, is another one: until the transaction ends, or for good. */
  noteSetting(name: string, isLocal: boolean, before: string | undefined): void {
    if (!isLocal) this.local.delete(name);
    else if (!this.local.has(name)) this.local.set(name, before);
  }

  /**
   * Carries out BEGIN, COMMIT, SAVEPOINT and their like. Returns what the client is told.
   *
   * @throws {SqlError} as Postgres does
   */
  run({ kind, savepoint_name: name, chain }: Tree): { tag: string; notices?: Buffer[] } {
    switch (kind) {
      case 'TRANS_STMT_BEGIN':
      case 'TRANS_STMT_START': {
        const tag = kind === 'TRANS_STMT_BEGIN' ? 'BEGIN' : 'START TRANSACTION';
        if (this.status !== 'I') {
          return { tag, notices: [warning('25001', 'there is already a transaction in progress')] };
        }
        this.begin();
        return { tag };
      }
      case 'TRANS_STMT_COMMIT':
      case 'TRANS_STMT_ROLLBACK': {
        const isKept = kind === 'TRANS_STMT_COMMIT' && this.status !== 'E';
        const tag = isKept ? 'COMMIT' : 'ROLLBACK';
        const [start] = this.savepoints;
        if (!start) {
          if (chain) throw new SqlError('25P01', `${tag} AND CHAIN can only be used in transaction blocks`);
          return { tag, notices: [warning('25P01', 'there is no transaction in progress')] };
        }
        this.settings = isKept ? this.settingsAfter() : start.settings;
        this.end(isKept, start);
        if (chain) this.begin();
        return { tag };
      }
      case 'TRANS_STMT_SAVEPOINT':
        this.checkInside('SAVEPOINT');
        if (this.savepoints.length > bounds.portals) throw tooMany('savepoints', bounds.portals);
        this.savepoints.push(this.savepoint(name as string));
        return { tag: 'SAVEPOINT' };
      case 'TRANS_STMT_RELEASE':
      case 'TRANS_STMT_ROLLBACK_TO': {
        const isRelease = kind === 'TRANS_STMT_RELEASE';
        this.checkInside(isRelease ? 'RELEASE SAVEPOINT' : 'ROLLBACK TO SAVEPOINT');
        const index = this.savepoints.findLastIndex((savepoint) => savepoint.name === name);
        const savepoint = this.savepoints[index];
        if (!savepoint) throw new SqlError('3B001', `savepoint "${name}" does not exist`);
        this.savepoints.length = isRelease ? index : index + 1;
        if (isRelease) return { tag: 'RELEASE' };
        this.status = 'T';
        this.local = new Map(savepoint.local);
        this.settings = savepoint.settings;
        this.cursors.close([...this.cursors.keys()].filter((cursor) => !savepoint.cursors.has(cursor)));
        return { tag: 'ROLLBACK' };
      }
      default:
        throw refusal('transactions in two phases');
    }
  }

  private begin(): void {
    this.status = 'T';
    this.savepoints = [this.savepoint()];
  }

  private savepoint(name?: string): Savepoint {
    return {
      ...(name !== undefined && { name }),
      settings: this.settings,
      local: new Map(this.local),
      cursors: new Set(this.cursors.keys()),
    };
  }

  private checkInside(command: string): void {
    if (this.status === 'I') {
      throw new SqlError('25P01', `${command} can only be used in transaction blocks`);
    }
  }

  /** The settings that the transaction leaves. */
  private settingsAfter(): Map<string, string> {
    return new Map(
      [...this.settings, ...this.local].flatMap(([name]): [string, string][] => {
        const local = name.toLowerCase();
        const setting = this.local.has(local) ? this.local.get(local) : this.settings.get(name);
        return setting === undefined ? [] : [[name, setting]];
      }),
    );
  }

  private end(isKept: boolean, start: Savepoint): void {
    this.status = 'I';
    this.savepoints = [];
    this.local.clear();
    this.cursors.close(
      [...this.cursors].flatMap(([name, { isHeld }]) =>
        isHeld && (isKept || start.cursors.has(name)) ? [] : [name],
      ),
    );
  }
}
