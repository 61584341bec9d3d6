import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  countSeverities,
  type DoctorReport,
  reportExitCode,
  type Severity,
} from '../../src/doctor/findings.ts';
import { renderReport } from '../../src/doctor/render-report.ts';
import type { ScratchDatabase } from '../harness/scratch-database.ts';
import { createWarehouse, examine } from './warehouse.ts';

describe('the exit code', () => {
  const reportWith = (...severities: Severity[]): DoctorReport => {
    const checks = severities.map((severity) => ({
      id: 'keys.duplicate',
      severity,
      source: 'users' as const,
      title: '',
      detail: '',
    }));
    return {
      checkedAt: '2026-03-30T00:00:00.000Z',
      database: { host: 'h', port: 5432, database: 'd', user: 'u' },
      sources: [],
      checks,
      counts: countSeverities(checks),
    };
  };

  test.each<[Severity[], number, number]>([
    [[], 0, 0],
    [['ok', 'info'], 0, 0],
    [['ok', 'warning'], 0, 1],
    [['ok', 'unfinished'], 0, 2],
    [['warning', 'unfinished'], 0, 1],
    [['warning', 'error', 'unfinished', 'info'], 1, 1],
  ])('of %j is %i, with --strict %i', (severities, code, strictCode) => {
    expect(reportExitCode(reportWith(...severities))).toBe(code);
    expect(reportExitCode(reportWith(...severities), { strict: true })).toBe(strictCode);
  });
});

describe('a report', () => {
  let database: ScratchDatabase;
  let report: DoctorReport;
  const steps: string[] = [];
  beforeAll(async () => {
    database = await createWarehouse();
    await database.query(`
      DROP INDEX session_history_user_id;
      DELETE FROM key_actions WHERE action_name = 'project_created';
      UPDATE key_actions SET action_name = E'project\\u001b[31m_created\\u0007' WHERE id = 'u1-r';
      ALTER TABLE accounts RENAME created_at TO made_at`);
    const sources = {
      users: { table: 'users', schema: 'public' },
      activatedUsers: {
        columns: { activationMilestoneCompletionTimestamp: `${'a_very_long_name_'.repeat(5)}for_a_column` },
      },
    };
    report = await examine(database, { sources }, { onProgress: (step) => steps.push(step) });
  });
  afterAll(() => database.drop());

  test('goes through JSON unchanged', () => {
    expect(JSON.parse(JSON.stringify(report))).toEqual(report);
    expect(JSON.stringify(report)).not.toContain(database.connection.password);
  });

  test('counts its findings', () => {
    expect(report.counts).toEqual(countSeverities(report.checks));
    expect(report.counts.error).toBe(3);
  });

  test('reads within 100 columns, in plain characters, gravest first', () => {
    const text = renderReport(report);
    const [tables = '', statements = ''] = text.split('To run in psql:');
    for (const line of tables.split('\n')) expect(line.length).toBeLessThanOrEqual(100);
    expect(text).not.toMatch(/(?!\n)\p{Cc}/u);
    // A cell that doesn't fit would end in it.
    expect(tables).not.toMatch(/…\s*│/);
    expect(tables.indexOf('│ error')).toBeGreaterThan(0);
    expect(tables.indexOf('│ error')).toBeLessThan(tables.indexOf('│ info'));
    expect(statements).toContain(
      'CREATE INDEX CONCURRENTLY ON "public"."session_history" ("user_id", "session_start_time");\n',
    );
    expect(text).toContain('sources.accounts.columns.createdAt: there is no column');
    expect(text).toMatch(/3 errors, 0 warnings, 0 unfinished, 1 info; \d+ checks found nothing\.$/);
  });

  test('names the rules that its findings cite, by the numbers that docs/metrics.md gives them', async () => {
    await database.query(`
      INSERT INTO session_history VALUES ('x', 'nobody', '2026-03-20Z');
      UPDATE activated_users SET activation_milestone_completion_timestamp = '2026-02-28Z' WHERE user_id = 'u1'`);
    const text = renderReport(await examine(database));
    const cited = new Set([...text.matchAll(/\(rule (\d+)\)/g)].map(([, number]) => number));
    expect(cited).toEqual(new Set(['3', '5']));
    const named = [...text.matchAll(/^ {2}Rule (\d+) {2}(.*)$/gm)].map(
      ([, number, rule]) => `${number}. **${rule}**`,
    );
    expect(named).toEqual([
      '3. **Only what comes after the start counts.**',
      '5. **Unknown users and accounts are in no rate.**',
    ]);
    const document = await readFile(new URL('../../docs/metrics.md', import.meta.url), 'utf8');
    for (const rule of named) expect(document).toContain(`\n${rule} `);
  });

  test('tells of each step while it is made', () => {
    expect(steps[0]).toBe('users: table, columns and types');
    expect(steps).toContainEqual(
      expect.stringMatching(/^keyActions: key actions, milestones, surveys and events \(\d+ of \d+\)$/),
    );
  });
});
