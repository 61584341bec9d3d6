import type { Query } from '@cubejs-client/core';
import type { Row } from '../check/slice.ts';
import type { Measure } from '../kpis/served-model.ts';
import type { Drawing } from './drawing.ts';
import type { Html } from './html.ts';
import type { NumberTable } from './number-table.ts';

/** Something to look at: what it asks, and what it makes of the answers. */
export interface Figure {
  id: string;
  title: string;
  /** What its numbers are. */
  definition: readonly string[];
  /** Why it asks nothing. */
  refusal?: string | undefined;
  questions: readonly Query[];
  /** Whether it is drawn also where a question has no answer. */
  mayLack?: boolean;
  /** @param failures why a question has no answer, in its place */
  draw(answers: readonly Answer[], now: Date, failures: readonly (string | undefined)[]): Drawn;
}

/** The rows that a question is answered with. */
export type Answer = readonly Row[];

/** A figure with its numbers. */
export interface Drawn {
  /** The one number that it is about. */
  lead?: Html;
  drawing?: Drawing;
  /** What to know before reading it. */
  notes: readonly string[];
  table: NumberTable;
}

/** Figures under one heading. */
export interface Group {
  id: string;
  title: string;
  about: string;
  shape?: 'cards' | 'wide' | 'table';
  figures: readonly Figure[];
}

/** What a rate is called where its number has the unit. */
export const rateName = ({ title }: Measure): string => title.replace(/ \(%\)$/, '');

/** The first row's value of a member. */
export const valueIn = (answer: Answer | undefined, member: string | undefined): Row[string] =>
  (member && answer?.[0]?.[member]) ?? null;
