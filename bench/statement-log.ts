import { open } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';

/** A statement that Postgres ran, with its parameters as text. */
export interface Statement {
  sql: string;
  parameters: (string | null)[];
}

/**
 * The statements that Postgres runs while something is done, by its own log: what is asked of it, and not what is
 * answered from a cache.
 *
 * @param superuser a connection that may change the server's configuration
 * @param logFile where the server writes its log
 */
export async function statementsDuring(
  superuser: pg.Client,
  logFile: string,
  work: () => Promise<unknown>,
): Promise<Statement[]> {
  const log = await open(logFile);
  try {
    const { size } = await log.stat();
    await setLogging(superuser, "'all'");
    try {
      await work();
    } finally {
      await setLogging(superuser, 'DEFAULT');
    }
    const { size: end } = await log.stat();
    const { buffer } = await log.read(Buffer.alloc(end - size), 0, end - size, size);
    return statementsIn(buffer.toString());
  } finally {
    await log.close();
  }
}

async function setLogging(superuser: pg.Client, value: string): Promise<void> {
  await superuser.query(`ALTER SYSTEM SET log_statement TO ${value}`);
  await superuser.query('SELECT pg_reload_conf()');
  // Other sessions take the change up before their next statement, once they were told.
  await sleep(300);
}

function statementsIn(log: string): Statement[] {
  const statements: (Statement & { process: string })[] = [];
  for (const entry of log.split(/^(?=\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)/m)) {
    const [, process = '', kind, text = ''] = /^[^[]*\[(\d+)\] (LOG|DETAIL): {2}(.*)$/s.exec(entry) ?? [];
    const [, sql] = /^(?:statement|execute [^:]*): (.*)$/s.exec(text) ?? [];
    if (kind === 'LOG' && sql !== undefined) {
      statements.push({ process, sql: sql.replaceAll('\n\t', '\n').trim(), parameters: [] });
    }
    const last = statements.findLast((statement) => statement.process === process);
    if (kind === 'DETAIL' && /^parameters:/i.test(text) && last) last.parameters = parametersIn(text);
  }
  return statements;
}

const parametersIn = (text: string): (string | null)[] =>
  [...text.matchAll(/\$\d+ = (NULL|'((?:[^']|'')*)')/g)].map(([, value, quoted]) =>
    value === 'NULL' ? null : (quoted ?? '').replaceAll("''", "'"),
  );
