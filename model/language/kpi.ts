import type { Query } from '@cubejs-client/core';
import type { Definitions } from '../../src/config/definitions.ts';
import type { Cohort } from './cohort.ts';
import type { Tally, Words } from './facts.ts';
import type { Shape } from './shapes.ts';

/** A query with what it is good for. */
export interface Example {
  title: string;
  query: Query;
  /** What it answers on the worked example. */
  answer?: string;
}

/** What a reader of a view must know beside its members' descriptions. */
export interface Guide {
  /** The question that the view answers, in a reader's words. */
  question: string;
  /** What adds to the numbers. */
  counted: readonly string[];
  /** What looks as if it did. */
  notCounted: readonly string[];
  rises: string;
  falls: string;
  /** What the headline number is on the worked example. */
  answer: string;
  /** Beside the headline number. */
  examples?: readonly Example[];
}

/** A view's KPIs. */
export interface Kpi extends Words {
  /** The KPI's name, as it is spoken of. */
  name: string;
  /** What the measure that counts the cohort is called in this view, where that differs from the cube. */
  cohortCount?: { name: string; title: string };
  /** In front of its SQL's names, short: Postgres cuts names off at 63 characters. */
  sqlAlias: string;
  /**
   * The rate that the tools around the model show and compare, and the dimension without which it says little. A view
   * without a rate has none.
   */
  headline?: { rate: string; by?: string };
  /** Numbers of a unit that the view breaks down by and rollups tell apart. */
  breakdowns?: readonly Tally[];
  shapes: readonly Shape[];
  guide: Guide;
}

/** A view, declared: its name, the cohort that it is of, and its KPIs by the settings in force. */
export interface KpiView {
  view: string;
  cohort: Cohort;
  /** The setting that a product area may have of its own: the area has a view of its own then. */
  perArea?: 'keyAction' | 'keyMilestones';
  declare: (settings: Definitions) => Kpi;
}

/** Declares a view. */
export const kpis = (
  view: string,
  cohort: Cohort,
  declare: KpiView['declare'],
  perArea?: KpiView['perArea'],
): KpiView => ({ view, cohort, declare, ...(perArea && { perArea }) });
