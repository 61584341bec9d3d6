import type { Kpi, Shape } from './cases.ts';
import type { Machine } from './machine.ts';
import type { RollupTables } from './rollup-tables.ts';
import type { Throughput, Timing } from './timing.ts';

/** Who answers the cases, in the order of the tables. */
export const contestants = [
  'hand-written',
  'published',
  'cube',
  'cube-rollups',
  'rollup-table',
  'outcomes',
  'drizzle-cube',
  'cube-cache',
  'drizzle-cube-cache',
] as const;

/** Those at the end that aren't held against the others: an answer of theirs may be old. */
export const caches = ['cube-cache', 'drizzle-cube-cache'] as const satisfies Contestant[];

export type Contestant = (typeof contestants)[number];

export const contestantTitles: Record<Contestant, string> = {
  'hand-written': 'SQL by hand',
  published: 'Published reference',
  cube: 'Cube, nothing kept',
  'cube-rollups': 'Cube, rollups and outcomes',
  'rollup-table': 'SELECT on the rollup',
  outcomes: 'SELECT on the outcomes',
  'drizzle-cube': 'drizzle-cube',
  'cube-cache': 'Cube, its cache',
  'drizzle-cube-cache': 'drizzle-cube, its cache',
};

/** The timings of one case by contestant. Who isn't there, gave no answer: {@link SizeResult.absent} says why. */
export interface CaseResult {
  kpi: Kpi['name'];
  shape: Shape;
  timings: Partial<Record<Contestant, Timing>>;
  /** Of the server with rollups, for an answer. */
  processorMs?: number;
}

/** What was measured at one number of users. */
export interface SizeResult {
  users: number;
  /** Rows by source table. */
  rows: Record<string, number>;
  loadSeconds: number;
  cases: CaseResult[];
  /** With rollups: the medians, in milliseconds, of every breakdown of a view, by the view's name. */
  breakdowns: Record<string, number[]>;
  /** With rollups: the headline question of each view, by month, by the view's name. */
  headlines: Record<string, Timing>;
  /** The questions that no rollup answers, by their title. */
  pastRollups: Record<string, Partial<Record<Contestant, Timing>>>;
  /** Why a contestant, or a contestant's answer to a case, isn't there. */
  absent: { contestant: Contestant; case?: string; reason: string }[];
  /** How a server's process fared. */
  servers: Partial<Record<Contestant, { startMs: number; memoryBytes: number }>>;
  /** Milliseconds; `headlinesMs` of those of the four KPIs' cubes, which came first; `refreshMs` of all months after one more day. */
  rollups?: {
    headlinesMs: number;
    buildMs: number;
    refreshMs?: number;
  } & RollupTables;
  throughput: Throughput[];
}

/** A whole run. */
export interface Results {
  startedAt: string;
  seconds: number;
  machine: Machine;
  /** Milliseconds to transpile and compile the model. */
  modelCompileMs: number;
  sizes: SizeResult[];
}
