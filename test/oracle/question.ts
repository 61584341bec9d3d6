import type { Granularity } from './local-time.ts';

/** A query of Cube's REST API, as far as the oracle answers it. */
export interface Question {
  measures?: string[];
  dimensions?: string[];
  timeDimensions?: QuestionTimeDimension[];
  filters?: QuestionFilter[];
  segments?: string[];
  /** UTC unless told. */
  timezone?: string;
  order?: [member: string, direction: 'asc' | 'desc'][];
  limit?: number;
  offset?: number;
  total?: boolean;
}

export interface QuestionTimeDimension {
  dimension: string;
  granularity?: Granularity;
  /** Two dates or local times, or the words of a relative range such as `last 90 days`. */
  dateRange?: [from: string, to: string] | string;
}

export type QuestionFilter =
  | { member: string; operator: Operator; values?: (string | null)[] }
  | { and: QuestionFilter[] }
  | { or: QuestionFilter[] };

export type Operator =
  | 'equals'
  | 'notEquals'
  | 'set'
  | 'notSet'
  | 'contains'
  | 'notContains'
  | 'startsWith'
  | 'notStartsWith'
  | 'endsWith'
  | 'notEndsWith'
  | 'gt'
  | 'gte'
  | 'lt'
  | 'lte'
  | 'inDateRange'
  | 'notInDateRange'
  | 'onTheDate'
  | 'beforeDate'
  | 'beforeOrOnDate'
  | 'afterDate'
  | 'afterOrOnDate';
