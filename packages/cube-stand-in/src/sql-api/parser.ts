import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';
import type { ParseResult } from 'libpg-query';
import { bounds } from './bounds.ts';
import { SqlError } from './sql-error.ts';
import { type Statement, statementsIn, statementsOf, syntaxError } from './syntax-tree.ts';

/** Up to so many characters a text is parsed at once, in less than a few milliseconds. */
const short = 32 * 1024;

const libpgQuery = createRequire(import.meta.url).resolve('libpg-query');

/** What the thread does: it answers texts with their syntax trees, or with what is wrong with them. */
const threadSource = `
  const { parentPort, workerData } = require('node:worker_threads');
  const { loadModule, parseSync } = require(workerData.libpgQuery);
  loadModule().then(() => {
    parentPort.on('message', ({ id, sql }) => {
      try {
        parentPort.postMessage({ id, result: parseSync(sql) });
      } catch ({ message, sqlDetails }) {
        parentPort.postMessage({ id, error: { message, sqlDetails } });
      }
    });
  });
`;

interface Answer {
  id: number;
  result?: ParseResult;
  error?: { message: string; sqlDetails?: { cursorPosition?: number } };
}

let worker: Worker | undefined;
let last = 0;
const waiting = new Map<number, (answer: Answer) => void>();

/**
 * The statements in a client's text. A long one is parsed in a thread, so that it keeps nobody waiting.
 *
 * @throws {SqlError} for the syntax errors that Postgres has, and for a text that is too long
 */
export async function parsed(sql: string): Promise<Statement[]> {
  if (sql.length <= short) return statementsIn(sql);
  if (Buffer.byteLength(sql) > bounds.text) {
    throw new SqlError(
      '54000',
      `the text of a statement has ${Buffer.byteLength(sql)} bytes, and at most ${bounds.text} are read`,
      'Give lists of values as an array parameter: = ANY ($1).',
    );
  }
  const { result, error } = await parseInThread(sql);
  if (!result) throw syntaxError(error);
  return statementsOf(sql, result);
}

function parseInThread(sql: string): Promise<Answer> {
  worker ??= start();
  const id = ++last;
  return new Promise((answer) => {
    waiting.set(id, answer);
    worker?.postMessage({ id, sql });
  });
}

function start(): Worker {
  const started = new Worker(threadSource, { eval: true, workerData: { libpgQuery } });
  started.unref();
  started.on('message', (answer: Answer) => {
    waiting.get(answer.id)?.(answer);
    waiting.delete(answer.id);
  });
  started.on('error', ({ message }) => {
    worker = undefined;
    for (const [id, answer] of waiting) answer({ id, error: { message } });
    waiting.clear();
  });
  return started;
}
