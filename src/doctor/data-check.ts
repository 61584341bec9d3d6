import type { SourceName } from '../config/sources.ts';
import type { Finding } from './findings.ts';
import type { ReadOnlySession } from './read-only-session.ts';
import type { Warehouse } from './surveyed-source.ts';

/** Something to find out about the data of one source. */
export interface Question {
  source: SourceName;
  ask(session: ReadOnlySession): Promise<Finding[]>;
}

/** One kind of fault, looked for in each source where it can be. */
export interface Check {
  /** What the ids of its findings begin with: `keys`. */
  id: string;
  /** What it looks at, to follow "Looking at" and "didn't finish": `unique keys`. */
  subject: string;
  /** Its questions to the sources that can be read. */
  questions(warehouse: Warehouse): Question[];
}
