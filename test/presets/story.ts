import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ActivationConfig, validateConfig } from '../../src/config/config.ts';
import type { Sources } from '../../src/config/sources.ts';
import type { DoctorReport } from '../../src/doctor/findings.ts';
import { runDoctor } from '../../src/doctor/run-doctor.ts';
import type { EventOptions } from '../../src/presets/index.ts';
import { type AskableModel, compileModel } from '../harness/model.ts';
import { createScratchDatabase, type ScratchDatabase } from '../harness/scratch-database.ts';

/** An event of the story that every vendor's tables tell in the tests. */
export interface StoryEvent {
  /** The message; one that was delivered twice is in the story twice. */
  id: string;
  /** In UTC. */
  at: string;
  /** null for a visitor who isn't logged in. */
  user: string | null;
  account: string | null;
  /** Named within the user: two users have a session of the same name. */
  session: string;
  name: string;
}

/** Names with quotes in them, as products have them. */
export const names = {
  signUp: 'Signed Up',
  activation: `Finished "Ann's tour"`,
  keyAction: `Project's created`,
  invited: 'Teammate "invited"',
};

/** Ann and Bob work at acme, Cat at globex, Eve at initech, Zed at hooli, which never signed up; Dan is on his own. */
const accountOf: Record<string, string> = {
  ann: 'acme',
  bob: 'acme',
  cat: 'globex',
  eve: 'initech',
  zed: 'hooli',
};

const told: [user: string | null, session: string, at: string, name: string, id?: string][] = [
  // Ann signs up within a session, and finishes the tour in her second one: multi-session.
  ['ann', 's1', '2026-01-01 09:50:00', 'Page Viewed'],
  ['ann', 's1', '2026-01-01 10:00:00', names.signUp],
  ['ann', 's1', '2026-01-01 10:01:00', 'Automation enabled'],
  ['ann', 's1', '2026-01-01 10:02:00', 'workspace_created'],
  ['ann', 's1', '2026-01-01 10:03:00', 'Upgrade "offered"'],
  ['ann', 's1', '2026-01-01 10:04:00', 'Automation offered'],
  ['ann', 's1', '2026-01-01 10:05:00', names.keyAction, 'ann-key'],
  ['ann', 's1', '2026-01-01 10:05:00', names.keyAction, 'ann-key'],
  ['ann', 's2', '2026-01-03 09:00:00', 'Page Viewed'],
  ['ann', 's2', '2026-01-03 09:04:00', names.invited],
  ['ann', 's2', '2026-01-03 09:05:00', names.invited],
  ['ann', 's2', '2026-01-03 09:06:00', 'Upgrade "offered"'],
  ['ann', 's2', '2026-01-03 09:07:00', 'Analytics enabled'],
  ['ann', 's2', '2026-01-03 09:10:00', names.activation],
  // Bob finishes it in his first session and comes back: single-session. His key action is 7 × 24 hours late.
  ['bob', 's1', '2026-01-02 12:00:00', names.signUp, 'bob-sign-up'],
  ['bob', 's1', '2026-01-02 12:00:00', names.signUp, 'bob-sign-up'],
  ['bob', 's1', '2026-01-02 12:05:00', 'first_message_sent'],
  ['bob', 's1', '2026-01-02 12:10:00', names.activation],
  ['bob', 's2', '2026-01-09 12:00:00', names.keyAction],
  ['bob', 's2', '2026-01-09 12:01:00', "Report's shared"],
  // Cat never finishes it, and did the key action and the first message too early. globex enabled its analytics before
  // they were offered, and again long afterwards.
  ['cat', 's1', '2026-01-02 08:00:00', names.keyAction],
  ['cat', 's2', '2026-01-03 08:00:00', names.signUp],
  ['cat', 's2', '2026-01-03 08:01:00', 'first_message_sent'],
  ['cat', 's2', '2026-01-03 08:04:00', 'Analytics enabled'],
  ['cat', 's2', '2026-01-03 08:05:00', 'workspace_created'],
  ['cat', 's2', '2026-01-03 08:06:00', 'Upgrade "offered"'],
  ['cat', 's3', '2026-02-10 08:00:00', 'Analytics enabled'],
  // Dan finishes it before he signs up, which doesn't count, and again afterwards, which does: multi-session.
  ['dan', 's1', '2026-01-31 09:00:00', names.activation],
  ['dan', 's2', '2026-02-01 09:00:00', names.signUp],
  ['dan', 's3', '2026-02-02 09:00:00', names.activation],
  ['dan', 's4', '2026-02-03 09:00:00', names.keyAction],
  // Eve finishes it before her sign-up only; the sign-up event that comes later isn't her first.
  ['eve', 's1', '2026-02-01 10:00:00', names.activation],
  ['eve', 's2', '2026-02-02 10:00:00', names.signUp],
  ['eve', 's2', '2026-02-02 10:05:00', 'workspace_created'],
  ['eve', 's2', '2026-02-02 10:06:00', 'first_message_sent'],
  ['eve', 's2', '2026-02-02 10:07:00', 'Automation offered'],
  ['eve', 's3', '2026-02-20 10:00:00', names.signUp],
  // Zed never signed up, nor did hooli: in no rate.
  ['zed', 's1', '2026-01-04 10:00:00', names.activation],
  ['zed', 's1', '2026-01-04 10:01:00', names.keyAction],
  ['zed', 's1', '2026-01-04 10:02:00', 'first_message_sent'],
  ['zed', 's1', '2026-01-04 10:03:00', 'Upgrade "offered"'],
  ['zed', 's1', '2026-01-04 10:04:00', 'Analytics enabled'],
  // A visitor.
  [null, 's1', '2026-01-05 10:00:00', names.activation],
  [null, 's1', '2026-01-05 10:01:00', names.keyAction],
];

export const story: StoryEvent[] = told.map(([user, session, at, name, id], position) => ({
  id: id ?? `message-${position}`,
  at,
  user,
  account: user === null ? null : (accountOf[user] ?? null),
  session,
  name,
}));

/** The attributes of the users who have any; Dan has none. */
export const traits: Record<string, { role: string; plan: string; source: string }> = {
  ann: { role: 'maker', plan: 'free', source: 'ads' },
  bob: { role: 'maker', plan: 'pro', source: 'organic' },
  cat: { role: 'buyer', plan: 'free', source: 'ads' },
  eve: { role: 'buyer', plan: 'pro', source: 'organic' },
};

/** The tiers of the accounts. */
export const tiers: Record<string, string> = {
  acme: 'gold',
  globex: 'silver',
  initech: 'silver',
  hooli: 'gold',
};

/** What the tests tell every preset. */
export const eventNames = {
  signUpEvent: names.signUp,
  activationEvent: names.activation,
  expansionOfferings: [
    { feature: "Ann's analytics", eligibleEvent: 'Upgrade "offered"', activationEvent: 'Analytics enabled' },
    { feature: 'automation', eligibleEvent: 'Automation offered', activationEvent: 'Automation enabled' },
  ],
} satisfies EventOptions;

export const createdEvent = 'workspace_created';

const definitions: ActivationConfig = {
  keyAction: names.keyAction,
  keyMilestones: [names.invited, 'first_message_sent', "Report's shared"],
  features: {
    analytics: ['Analytics enabled'],
    automation: ['Automation enabled'],
    messages: ['first_message_sent', "Report's shared"],
  },
};

/** A warehouse with a vendor's tables. */
export interface Warehouse {
  /** Asks the model over the sources. Rates come rounded to two places, names without the view's. */
  ask: (sources: Sources, query: Question) => Promise<Record<string, unknown>[]>;
  /** The rows of one source, as the model reads them. */
  query: ScratchDatabase['query'];
  /** What the doctor says of the sources. */
  examine: (sources: Sources) => Promise<DoctorReport>;
}

interface Question {
  view: string;
  measures: string[];
  by?: string;
  byMonth?: string;
}

/**
 * Opens a warehouse for the tests of a file.
 *
 * @param tables the vendor's tables with the story in them, as SQL
 */
export function openWarehouse(tables: string): Warehouse {
  let scratch: ScratchDatabase;
  let client: pg.Client;
  const models = new Map<string, Promise<AskableModel>>();
  beforeAll(async () => {
    scratch = await createScratchDatabase();
    await scratch.query(tables);
    client = new pg.Client(scratch.connection);
    await client.connect();
    // Columns of times without a time zone are in UTC, wherever the session is.
    await client.query("SET TIME ZONE 'America/New_York'");
  });
  afterAll(async () => {
    await client.end();
    await scratch.drop();
  });
  return {
    query: async (sql) => (await client.query<Record<string, unknown>>(sql)).rows,
    examine: (sources) =>
      runDoctor({
        connection: scratch.connection,
        config: validateConfig({ ...definitions, sources }, 'my.config.ts'),
        now: new Date('2026-02-21T00:00:00Z'),
      }),
    ask: async (sources, { view, measures, by, byMonth }) => {
      const config = validateConfig({ ...definitions, sources }, 'my.config.ts');
      const key = JSON.stringify(sources);
      const model = models.get(key) ?? compileModel(config);
      models.set(key, model);
      const dimension = by ?? byMonth;
      const rows = await (await model).ask(client, {
        measures: measures.map((measure) => `${view}.${measure}`),
        ...(by ? { dimensions: [`${view}.${by}`] } : {}),
        ...(byMonth ? { timeDimensions: [{ dimension: `${view}.${byMonth}`, granularity: 'month' }] } : {}),
        ...(dimension ? { order: [[`${view}.${dimension}`, 'asc']] } : {}),
      });
      return rows.map((row) =>
        Object.fromEntries(
          Object.entries(row).map(([member, value]) => [member.split('.')[1], plain(value)]),
        ),
      );
    },
  };
}

const plain = (value: unknown): unknown => {
  if (value instanceof Date) return value.toISOString().slice(0, 7);
  return typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value)
    ? Number(Number(value).toFixed(2))
    : value;
};

/** The story's numbers, worked out by hand: the same whichever vendor's tables tell it. */
export function describeStory(warehouse: Warehouse, sources: Sources): void {
  const ask = (query: Question) => warehouse.ask(sources, query);

  describe('multi-session activation', () => {
    const view = 'MultiSessionActivationCompletionRate';
    const measures = [
      'newUserCount',
      'activatedUserCount',
      'multiSessionActivatedUserCount',
      'multiSessionActivationCompletionRate',
    ];

    test('headline', async () => {
      // New: Ann, Bob, Cat, Dan, Eve. Activated: Ann, Bob, Dan, of whom Ann and Dan over several sessions. 2 of 5.
      expect(await ask({ view, measures })).toEqual([
        {
          newUserCount: 5,
          activatedUserCount: 3,
          multiSessionActivatedUserCount: 2,
          multiSessionActivationCompletionRate: 40,
        },
      ]);
    });

    test('by persona', async () => {
      const rate = 'multiSessionActivationCompletionRate';
      expect(await ask({ view, measures: ['newUserCount', rate], by: 'persona' })).toEqual([
        { persona: 'buyer', newUserCount: 2, [rate]: 0 }, // Cat, Eve
        { persona: 'maker', newUserCount: 2, [rate]: 50 }, // Ann of Ann, Bob
        { persona: null, newUserCount: 1, [rate]: 100 }, // Dan
      ]);
    });

    test("by the tier of the user's account", async () => {
      const rate = 'multiSessionActivationCompletionRate';
      expect(await ask({ view, measures: ['newUserCount', rate], by: 'planTier' })).toEqual([
        { planTier: 'gold', newUserCount: 2, [rate]: 50 }, // acme: Ann of Ann, Bob
        { planTier: 'silver', newUserCount: 2, [rate]: 0 }, // globex: Cat; initech: Eve
        { planTier: null, newUserCount: 1, [rate]: 100 }, // Dan
      ]);
    });

    test('sessions', async () => {
      // Ann 2, Bob 2, Cat 3, Dan 4, Eve 3, Zed 1; all but Zed have several.
      expect(
        await ask({ view: 'SessionHistory', measures: ['sessionCount', 'multiSessionUserCount'] }),
      ).toEqual([{ sessionCount: 15, multiSessionUserCount: 5 }]);
    });
  });

  describe('activation rate', () => {
    const view = 'ActivationRate';

    test('headline', async () => {
      // Within 7 days: Ann, Dan. Ever: Bob too. Cat's is before her sign-up.
      expect(
        await ask({
          view,
          measures: ['newSignUps', 'usersCompletingKeyAction', 'activationRate', 'activationRateAnytime'],
        }),
      ).toEqual([
        { newSignUps: 5, usersCompletingKeyAction: 2, activationRate: 40, activationRateAnytime: 60 },
      ]);
    });

    test('by sign-up source', async () => {
      expect(await ask({ view, measures: ['activationRate'], by: 'signupSource' })).toEqual([
        { signupSource: 'ads', activationRate: 50 }, // Ann of Ann, Cat
        { signupSource: 'organic', activationRate: 0 }, // Bob, Eve
        { signupSource: null, activationRate: 100 }, // Dan
      ]);
    });

    test('by month', async () => {
      expect(await ask({ view, measures: ['activationRate'], byMonth: 'signedUpAt' })).toMatchObject([
        { activationRate: 33.33 }, // January: Ann of Ann, Bob, Cat
        { activationRate: 50 }, // February: Dan of Dan, Eve
      ]);
    });
  });

  test('adoption of features', async () => {
    const measures = ['newUserCount', 'usersAdoptingEarly', 'earlyAdoptionRate'];
    expect(await ask({ view: 'FeatureAdoption', measures, by: 'featureName' })).toEqual([
      // Ann, Cat; Zed never signed up.
      { featureName: 'analytics', newUserCount: 5, usersAdoptingEarly: 2, earlyAdoptionRate: 40 },
      { featureName: 'automation', newUserCount: 5, usersAdoptingEarly: 1, earlyAdoptionRate: 20 }, // Ann
      { featureName: 'messages', newUserCount: 5, usersAdoptingEarly: 3, earlyAdoptionRate: 60 }, // Bob, Cat, Eve
    ]);
  });

  test('coming back after the activation', async () => {
    // Bob a week later less ten minutes, Dan the next day; Ann activated in her last session.
    const measures = ['activatedUserCount', 'usersFollowingUp', 'followUpEngagementRate'];
    expect(await ask({ view: 'AfterActivation', measures })).toEqual([
      { activatedUserCount: 3, usersFollowingUp: 2, followUpEngagementRate: 66.67 },
    ]);
  });

  describe('milestones', () => {
    test('headline', async () => {
      // acme reached all three, initech one, globex none: its first message was before its creation.
      expect(
        await ask({
          view: 'MilestoneCompletion',
          measures: ['totalAccounts', 'percentQualified', 'percentFullyQualified'],
        }),
      ).toEqual([{ totalAccounts: 3, percentQualified: 66.67, percentFullyQualified: 33.33 }]);
    });

    test('by tier', async () => {
      expect(
        await ask({ view: 'MilestoneCompletion', measures: ['percentQualified'], by: 'planTier' }),
      ).toEqual([
        { planTier: 'gold', percentQualified: 100 }, // acme
        { planTier: 'silver', percentQualified: 50 }, // initech of globex, initech
      ]);
    });

    test('funnel', async () => {
      expect(
        await ask({ view: 'MilestoneFunnel', measures: ['accountsReached'], by: 'milestonePosition' }),
      ).toEqual([
        { milestonePosition: 1, accountsReached: 1 }, // acme, who invited twice
        { milestonePosition: 2, accountsReached: 2 }, // acme, initech
        { milestonePosition: 3, accountsReached: 1 }, // acme
      ]);
    });
  });

  describe('expansion', () => {
    const view = 'ExpansionActivationRate';

    test('headline', async () => {
      // Eligible: acme, globex, initech. Activated: acme after a day, globex after 38 days. 2 of 3, 1 within 30 days.
      expect(
        await ask({
          view,
          measures: [
            'totalEligibleAccounts',
            'activatedExpansionOfferings',
            'expansionActivationRate',
            'expansionActivationRateWithinWindow',
          ],
        }),
      ).toEqual([
        {
          totalEligibleAccounts: 3,
          activatedExpansionOfferings: 2,
          expansionActivationRate: 66.67,
          expansionActivationRateWithinWindow: 33.33,
        },
      ]);
    });

    test('by feature', async () => {
      expect(await ask({ view, measures: ['expansionActivationRate'], by: 'expansionFeature' })).toEqual([
        { expansionFeature: "Ann's analytics", expansionActivationRate: 100 }, // acme, globex
        { expansionFeature: 'automation', expansionActivationRate: 0 }, // acme too early, initech never
      ]);
    });
  });

  test('no key stands twice', async () => {
    for (const [source, key] of [
      ['users', 'user_id'],
      ['sessionHistory', 'session_id'],
      ['activatedUsers', 'user_id'],
      ['keyActions', 'id'],
      ['accounts', 'id'],
      ['milestoneCompletionLogs', 'id'],
      ['expansionActivation', 'id'],
    ] as const) {
      expect(
        await warehouse.query(
          `SELECT ${key} FROM (${sources[source]?.sql}) AS source GROUP BY ${key} HAVING COUNT(*) > 1 OR ${key} IS NULL`,
        ),
        source,
      ).toEqual([]);
    }
  });
}

/** An INSERT of rows given by column; objects become JSON. */
export function insert(table: string, rows: Record<string, unknown>[]): string {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const value = (given: unknown): string => {
    if (given === null || given === undefined) return 'NULL';
    if (typeof given === 'number') return String(given);
    return pg.escapeLiteral(typeof given === 'string' ? given : JSON.stringify(given));
  };
  return `INSERT INTO ${table} (${columns.map(pg.escapeIdentifier).join(', ')}) VALUES
    ${rows.map((row) => `(${columns.map((column) => value(row[column])).join(', ')})`).join(',\n    ')};\n`;
}

/**
 * What the doctor says of a preset over the story.
 *
 * @param sourcesOf the preset's sources, by the names of the events
 * @param indexes the indexes that docs/presets.md asks for
 * @param whole the sources whose queries read whole tables in spite of them
 */
export function describeDoctor(
  warehouse: Warehouse,
  sourcesOf: (events: EventOptions, createdEvent: string) => Sources,
  indexes: string[],
  whole: string[],
): void {
  describe('the doctor', () => {
    const withId = ({ checks }: DoctorReport, id: string) => checks.filter((check) => check.id === id);

    test('finds no error, and counts the rows', async () => {
      const report = await warehouse.examine(sourcesOf(eventNames, createdEvent));
      expect(report.checks.filter(({ severity }) => severity === 'error')).toEqual([]);
      expect(Object.fromEntries(report.sources.map(({ source, rows }) => [source, rows]))).toMatchObject({
        // Ann, Bob, Cat, Dan and Eve; Zed, who activated, never signed up.
        users: 5,
        activatedUsers: 5,
        // acme, globex and initech.
        accounts: 3,
      });
    });

    test('knows the events that may be meant where one never occurs, and never says to load them', async () => {
      const [analytics, automation] = eventNames.expansionOfferings;
      if (!analytics || !automation) throw new Error('The story has two offerings.');
      const report = await warehouse.examine(
        sourcesOf(
          {
            signUpEvent: 'signed_up',
            activationEvent: "Finished Anne's tour",
            expansionOfferings: [
              { ...analytics, eligibleEvent: 'Upgrade offered' },
              { ...automation, activationEvent: 'Enabled Automation' },
            ],
          },
          'Workspace Created',
        ),
      );
      const never = withId(report, 'names.never')
        .filter(({ severity, title }) => severity !== 'ok' && !/^key(Action|Milestones)/.test(title))
        .map(({ severity, source, fix }) => `${severity} ${source} ${fix}`);
      expect(never.sort()).toEqual(
        [
          `error users signUpEvent: "Signed Up", if that is what is meant.`,
          `error activatedUsers activationEvent: "Finished \\"Ann's tour\\"", if that is what is meant.`,
          `error accounts account.createdEvent: "workspace_created", if that is what is meant.`,
          `warning expansionActivation expansionOfferings[0].eligibleEvent: "Upgrade \\"offered\\"", if that is what is meant.`,
          `warning expansionActivation expansionOfferings[1].activationEvent: "Automation enabled", if that is what is meant.`,
        ].sort(),
      );
      const empty = withId(report, 'freshness.empty');
      expect(empty.map(({ source }) => source)).toEqual(['users', 'activatedUsers', 'accounts']);
      expect(empty[0]?.fix).toContain('(signUpEvent: "signed_up")');
      for (const { fix } of report.checks) expect(fix ?? '').not.toContain('Load it');
    });

    test('tells which sources look up whole tables, and none but those with the documented indexes', async () => {
      const lookups = async () => {
        const report = await warehouse.examine(sourcesOf(eventNames, createdEvent));
        const found = withId(report, 'indexes.lookup');
        expect(found.map(({ source }) => source)).toEqual(report.sources.map(({ source }) => source));
        return found.filter(({ severity }) => severity !== 'ok');
      };
      const before = await lookups();
      expect(before.map(({ source }) => source)).toContain('keyActions');
      expect(before.find(({ source }) => source === 'keyActions')?.detail).toMatch(
        /^It reads all of "\w+"\."\w+" \(about/,
      );
      for (const index of indexes) await warehouse.query(`CREATE INDEX ON ${index}`);
      const after = await lookups();
      expect(after.map(({ source }) => source)).toEqual(whole);
    });
  });
}
