import { createHash } from 'node:crypto';
import { z } from 'zod';

/**
 * Where one canonical column is in a company's own data: a column's name, taken as it is written (capitals, reserved
 * words and dashes included), or an SQL expression over the columns of that table or query.
 */
export type ColumnMapping = string | { sql: string };

/** An attribute of users or accounts that the canonical tables don't have. */
export interface ExtraDimension {
  /** The column, as it is written; the dimension's name unless given. Not together with `sql`. */
  column?: string;
  /** An SQL expression instead of a column. */
  sql?: string;
  type?: 'string' | 'number' | 'boolean' | 'time';
  title?: string;
  description?: string;
}

/** The events that a preset makes a source of, for the doctor to look for; the model doesn't read them. */
export interface SourceEvents {
  /** A query of the events among which they are, a row each, with the column `event_name`. */
  sql: string;
  /** The events' names, by the option of the preset that says so: `{ signUpEvent: 'Signed Up' }`. */
  named: Record<string, string>;
}

/** Where a source table is: a table or view, or a query. Without either, it has its canonical name. */
interface SourceLocation {
  schema?: string;
  table?: string;
  /** A query instead of a table. */
  sql?: string;
  /** What a preset says of its query. */
  events?: SourceEvents;
  /**
   * Whether no two rows have the same id, as a primary key makes sure. Events needn't be told apart then before they are
   * counted, for which Postgres sorts them.
   */
  unique?: boolean;
}

/**
 * One source: where it is, and which of its columns is which. Without `columns`, they have their canonical names.
 * With `columns`, a required column that isn't named has its canonical name, and an attribute that isn't named
 * doesn't exist: it disappears from cubes and views.
 */
type Source<Required extends string, Attribute extends string = never> = SourceLocation & {
  columns?: Partial<Record<Required | Attribute, ColumnMapping>>;
};

/**
 * A company's own tables behind the canonical ones, those of `seeds/schema.sql`. A source that is `null` isn't there,
 * and takes with it the KPIs that need it.
 */
export interface Sources {
  users?:
    | (Source<'userId' | 'signedUpAt', 'accountId' | 'persona' | 'planType' | 'signupSource'> & {
        extraDimensions?: Record<string, ExtraDimension>;
      })
    | null;
  sessionHistory?: Source<'sessionId' | 'userId' | 'sessionStartTime'> | null;
  activatedUsers?: Source<'userId' | 'activationMilestoneCompletionTimestamp'> | null;
  keyActions?: Source<'id' | 'userId' | 'actionName' | 'occurredAt'> | null;
  accounts?:
    | (Source<'id' | 'createdAt', 'productPlan' | 'planTier' | 'useCase' | 'userType'> & {
        extraDimensions?: Record<string, ExtraDimension>;
      })
    | null;
  milestoneCompletionLogs?: Source<'id' | 'accountId' | 'milestoneName' | 'completionDate'> | null;
  expansionActivation?: Source<
    'id' | 'accountId' | 'expansionFeature' | 'eligibleDate' | 'activationDate'
  > | null;
  // Those below are there only where they are named; `{}` is the canonical table.
  subscriptions?: Source<
    'id' | 'accountId' | 'plan' | 'kind' | 'isSelfServe' | 'startedAt' | 'endedAt'
  > | null;
  payments?: Source<'id' | 'accountId' | 'amount' | 'currency' | 'paidAt'> | null;
  referrals?: Source<'id' | 'referrerUserId' | 'invitedAt' | 'clickedAt' | 'referredUserId'> | null;
  leads?: Source<'id' | 'createdAt' | 'source' | 'userId'> | null;
  contacts?: Source<'id' | 'leadId' | 'userId' | 'kind' | 'occurredAt' | 'respondedAt'> | null;
  surveyResponses?: Source<'id' | 'userId' | 'survey' | 'score' | 'answeredAt'> | null;
}

export type SourceName = keyof Sources;

/** A canonical source as the mapping sees it: its table, its columns in camel case and in SQL. */
export interface CanonicalSource {
  table: string;
  required: readonly string[];
  attributes: readonly string[];
  /** Whether it is there only where the mapping names it; the others are, unless the mapping says `null`. */
  isOptional?: boolean;
}

/** The columns that the canonical sources have, by the names that a mapping gives them. */
const sourceColumns = {
  users: {
    table: 'users',
    required: ['userId', 'signedUpAt'],
    attributes: ['accountId', 'persona', 'planType', 'signupSource'],
  },
  sessionHistory: {
    table: 'session_history',
    required: ['sessionId', 'userId', 'sessionStartTime'],
    attributes: [],
  },
  activatedUsers: {
    table: 'activated_users',
    required: ['userId', 'activationMilestoneCompletionTimestamp'],
    attributes: [],
  },
  keyActions: {
    table: 'key_actions',
    required: ['id', 'userId', 'actionName', 'occurredAt'],
    attributes: [],
  },
  accounts: {
    table: 'accounts',
    required: ['id', 'createdAt'],
    attributes: ['productPlan', 'planTier', 'useCase', 'userType'],
  },
  milestoneCompletionLogs: {
    table: 'milestone_completion_logs',
    required: ['id', 'accountId', 'milestoneName', 'completionDate'],
    attributes: [],
  },
  expansionActivation: {
    table: 'expansion_activation',
    required: ['id', 'accountId', 'expansionFeature', 'eligibleDate', 'activationDate'],
    attributes: [],
  },
  subscriptions: {
    table: 'subscriptions',
    required: ['id', 'accountId', 'plan', 'kind', 'isSelfServe', 'startedAt', 'endedAt'],
    attributes: [],
    isOptional: true,
  },
  payments: {
    table: 'payments',
    required: ['id', 'accountId', 'amount', 'currency', 'paidAt'],
    attributes: [],
    isOptional: true,
  },
  referrals: {
    table: 'referrals',
    required: ['id', 'referrerUserId', 'invitedAt', 'clickedAt', 'referredUserId'],
    attributes: [],
    isOptional: true,
  },
  leads: {
    table: 'leads',
    required: ['id', 'createdAt', 'source', 'userId'],
    attributes: [],
    isOptional: true,
  },
  contacts: {
    table: 'contacts',
    required: ['id', 'leadId', 'userId', 'kind', 'occurredAt', 'respondedAt'],
    attributes: [],
    isOptional: true,
  },
  surveyResponses: {
    table: 'survey_responses',
    required: ['id', 'userId', 'survey', 'score', 'answeredAt'],
    attributes: [],
    isOptional: true,
  },
} as const satisfies Record<SourceName, CanonicalSource>;

/** The names of a canonical source's columns. */
export type ColumnName<Name extends SourceName> = (typeof sourceColumns)[Name][
  | 'required'
  | 'attributes'][number];

/** The tables of the sources that are there only where the mapping names them. */
export type OptionalTable = Extract<(typeof sourceColumns)[SourceName], { isOptional: true }>['table'];

/** The canonical sources by the names that a mapping gives them. */
export const canonicalSources: Readonly<Record<SourceName, CanonicalSource>> = sourceColumns;

const text = z.string().trim().min(1);
const columnMapping = z.union([text, z.strictObject({ sql: text })], {
  error: "is neither a column's name nor { sql: '…' }",
});

const extraDimensions = z
  .record(
    z.string().regex(/^[a-z][A-Za-z0-9]{0,39}$/, {
      error: 'a dimension is named like companySize: a small letter, then up to 39 letters and digits',
    }),
    z
      .strictObject({
        column: text.optional(),
        sql: text.optional(),
        type: z.enum(['string', 'number', 'boolean', 'time']).optional(),
        title: text.optional(),
        description: text.optional(),
      })
      .refine(({ column, sql }) => column === undefined || sql === undefined, {
        error: 'names both a column and sql',
      }),
  )
  .optional();

function sourceSchema({ required, attributes }: CanonicalSource, hasExtraDimensions: boolean) {
  return z
    .strictObject({
      schema: text.optional(),
      table: text.optional(),
      sql: text.optional(),
      events: z.strictObject({ sql: text, named: z.record(text, text) }).optional(),
      unique: z.boolean().optional(),
      columns: z
        .strictObject(
          Object.fromEntries(
            [...required, ...attributes].map((column) => [column, columnMapping.optional()]),
          ),
        )
        .optional(),
      ...(hasExtraDimensions ? { extraDimensions } : {}),
    })
    .refine(({ schema, table, sql }) => sql === undefined || (table === undefined && schema === undefined), {
      error: 'names both a table and sql',
    })
    .nullable()
    .optional();
}

/** {@link Sources}, checked. */
export const sourcesSchema = z
  .strictObject(
    Object.fromEntries(
      Object.entries(canonicalSources).map(([source, canonical]) => [
        source,
        sourceSchema(canonical, source === 'users' || source === 'accounts'),
      ]),
    ),
  )
  .superRefine((sources, { addIssue }) => {
    // A view of users shows the attributes of the user and of the user's account side by side.
    const taken = new Set(
      Object.values(canonicalSources).flatMap(({ attributes, required }) => [...attributes, ...required]),
    );
    for (const source of ['users', 'accounts']) {
      const mapping = sources[source] as
        | { extraDimensions?: Record<string, ExtraDimension> }
        | null
        | undefined;
      for (const name of Object.keys(mapping?.extraDimensions ?? {})) {
        if (taken.has(name)) {
          addIssue({
            code: 'custom',
            path: [source, 'extraDimensions', name],
            message: 'is the name of another member',
          });
        }
        taken.add(name);
      }
    }
  });

/** A source as the model reads it. */
export interface MappedSource {
  /** What stands after FROM: a table's name, or a query in parentheses, with the canonical columns. */
  relation: string;
  /** Another text for another mapping, which tells nothing of it. */
  digest: string;
  /** The attributes that exist, in camel case. */
  attributes: string[];
  /** All of its columns, in SQL. */
  columns: string[];
  /** Whether no two of its rows have the same id. */
  isUnique: boolean;
  /** The extra dimensions, each a column of the relation named `extra_<name>`. */
  extraDimensions: { name: string; type: string; title: string; description: string }[];
}

export type MappedSources = Record<SourceName, MappedSource | null>;

/** The canonical column of a name in camel case: `signedUpAt` is `signed_up_at`. */
export const canonicalColumn = (name: string): string =>
  name.replace(/[A-Z]/g, (capital) => `_${capital.toLowerCase()}`);

/**
 * A Postgres identifier, taken as it is written.
 *
 * @example
 * sqlName('createdAt') // "createdAt"
 */
export const sqlName = (name: string): string => `"${name.replaceAll('"', '""')}"`;

const digestOf = (relation: string): string =>
  createHash('sha256').update(relation).digest('hex').slice(0, 12);

/** Makes of the mapping what the model's SQL reads from; the one place where physical names turn into SQL. */
export function mapSources(sources: Sources = {}): MappedSources {
  const names = Object.keys(canonicalSources) as SourceName[];
  return Object.fromEntries(names.map((name) => [name, mapSource(name, sources[name])])) as MappedSources;
}

function mapSource(
  name: SourceName,
  mapping:
    | (SourceLocation & {
        columns?: Record<string, ColumnMapping | undefined>;
        extraDimensions?: Record<string, ExtraDimension>;
      })
    | null
    | undefined,
): MappedSource | null {
  const canonical = canonicalSources[name];
  if (mapping === null || (mapping === undefined && canonical.isOptional)) return null;
  const { schema, table, sql, columns, unique: isUnique = false, extraDimensions = {} } = mapping ?? {};
  const attributes = canonical.attributes.filter(
    (attribute) => columns === undefined || columns[attribute] !== undefined,
  );
  // A trailing semicolon or comment of a query mustn't reach what stands after it.
  const from = sql
    ? `(\n${sql.replace(/;\s*$/, '')}\n) AS source`
    : [schema, table ?? canonical.table]
        .filter((part) => part !== undefined)
        .map(sqlName)
        .join('.');
  const extras = Object.entries(extraDimensions);
  const known = [...canonical.required, ...attributes];
  if (!sql && columns === undefined && extras.length === 0) {
    const relation = schema || table ? from : canonical.table;
    return {
      relation,
      digest: digestOf(relation),
      attributes,
      columns: known.map(canonicalColumn),
      isUnique,
      extraDimensions: [],
    };
  }
  const selected = [
    ...known.map((column) => {
      const mapped = columns?.[column] ?? canonicalColumn(column);
      return `${typeof mapped === 'string' ? sqlName(mapped) : `(${mapped.sql})`} AS ${canonicalColumn(column)}`;
    }),
    ...extras.map(
      ([dimension, extra]) =>
        `${extra.sql ? `(${extra.sql})` : sqlName(extra.column ?? dimension)} AS ${sqlName(`extra_${dimension}`)}`,
    ),
  ];
  const relation = `(SELECT ${selected.join(', ')} FROM ${from})`;
  return {
    relation,
    digest: digestOf(relation),
    attributes,
    columns: [...known.map(canonicalColumn), ...extras.map(([dimension]) => sqlName(`extra_${dimension}`))],
    isUnique,
    extraDimensions: extras.map(([dimension, { type = 'string', title, description }]) => ({
      name: dimension,
      type,
      title: title ?? dimension.replace(/([A-Z])/g, ' $1').replace(/^./, (letter) => letter.toUpperCase()),
      description:
        description ??
        `An attribute of the ${name === 'users' ? 'user' : 'account'}; empty where it isn't known.`,
    })),
  };
}
