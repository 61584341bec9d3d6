/** What a model says of a member, as Cube's `/meta` has it. */
export interface TypedMember {
  /** With the name of its cube or view in front. */
  name: string;
  description?: string | undefined;
  type?: string | undefined;
  aggType?: string | undefined;
  meta?: { unit?: string | undefined; direction?: string | undefined } | undefined;
}

/** A cube or a view whose members are typed. */
export interface TypedCube {
  name: string;
  meta?: unknown;
  measures: readonly TypedMember[];
  dimensions: readonly TypedMember[];
  segments: readonly TypedMember[];
}

/**
 * TypeScript declarations of a model for Cube's own client: the names of its members, the type of each in a row, and a
 * `load` that takes queries of these members alone.
 *
 * @param cubes the cubes and views that queries may name
 */
export function declarationsOf(cubes: readonly TypedCube[]): string {
  const inOrder = cubes.toSorted((one, other) => (one.name < other.name ? -1 : 1));
  const cohorts = new Set(inOrder.map(({ name, meta }) => `${name}.${cohortOf(meta)}`));
  const dimensions = inOrder.flatMap((cube) => cube.dimensions);
  const segments = inOrder.flatMap((cube) => cube.segments.map(({ name }) => name));
  return [
    head,
    interfaceOf(
      'Measures<N extends Numbers = AsServed>',
      'Each measure with its type in a row. Null is no number: there was nobody to count.',
      inOrder.flatMap((cube) => cube.measures),
      ({ aggType }) => (/^count/.test(aggType ?? '') ? "N['count']" : "N['number'] | null"),
    ),
    interfaceOf(
      'Dimensions<N extends Numbers = AsServed>',
      "Each dimension that is no time, with its type in a row. Null is the group of those whose attribute isn't known.",
      dimensions.filter(({ type }) => type !== 'time'),
      ({ type }) => `${{ number: "N['number']", boolean: 'boolean' }[type ?? ''] ?? 'string'} | null`,
    ),
    interfaceOf(
      'Times',
      "Each time with its type in a row: the query's local time without an offset, such as `2026-01-01T00:00:00.000`.",
      dimensions.filter(({ type }) => type === 'time'),
      ({ name }) => (cohorts.has(name) ? 'string' : 'string | null'),
    ),
    `/** Each segment. */\nexport type Segment =${segments.length === 0 ? ' never' : segments.map((name) => `\n  | '${name}'`).join('')};`,
    tail,
  ].join('\n\n');
}

/** The time that a view's cohorts go by, which each of its units has. */
const cohortOf = (meta: unknown): string =>
  typeof meta === 'object' && meta !== null && 'cohort' in meta ? String(meta.cohort) : '';

function interfaceOf(
  declared: string,
  comment: string,
  members: readonly TypedMember[],
  typeOf: (member: TypedMember) => string,
): string {
  return [
    `/** ${comment} */`,
    `export interface ${declared} {`,
    ...members.flatMap((member) => [...commentOf(member), `  '${member.name}': ${typeOf(member)};`]),
    '}',
  ].join('\n');
}

/** A member's words, so that an editor shows them. */
function commentOf({ description, meta }: TypedMember): string[] {
  const told = [meta?.unit && `In ${meta.unit}`, meta?.direction].filter(Boolean).join('; ');
  const text = [description, told && `${told}.`].filter(Boolean).join(' ');
  return text === '' ? [] : [`  /** ${text.replaceAll('*/', '*\\/').replace(/\s+/g, ' ')} */`];
}

const head = `// Written by \`activation types\` from the model: write it again when the model or its configuration has changed.
import type {
  BinaryOperator,
  CubeApi,
  LoadMethodOptions,
  QueryOrder,
  ResultSet,
  TimeDimensionPredefinedGranularity,
  UnaryOperator,
} from '@cubejs-client/core';

/** How numbers come. */
export interface Numbers {
  count: string | number;
  number: string | number;
}

/** As REST sends them: counts and exact numbers as text, and what is computed in floating point as numbers. */
export interface AsServed extends Numbers {
  count: string;
  number: string | number;
}

/** With \`castNumerics: true\` among the options of Cube's client. */
export interface AsNumbers extends Numbers {
  count: number;
  number: number;
}`;

const tail = `export type Measure = keyof Measures;
export type Dimension = keyof Dimensions;
export type Time = keyof Times;

/** Each member with its type in a row. */
export type Members<N extends Numbers = AsServed> = Measures<N> & Dimensions<N> & Times;

export interface TimeAsked {
  readonly dimension: Time;
  readonly granularity?: TimeDimensionPredefinedGranularity;
  readonly dateRange?: string | readonly [from: string, to: string];
}

export type Filter =
  | {
      readonly member: Measure | Dimension | Time;
      readonly operator: BinaryOperator;
      readonly values: readonly string[];
    }
  | { readonly member: Measure | Dimension | Time; readonly operator: UnaryOperator }
  | { readonly and: readonly Filter[] }
  | { readonly or: readonly Filter[] };

/** A query of members that there are. Write it \`as const satisfies ActivationQuery\` where it stands by itself. */
export interface ActivationQuery {
  readonly measures?: readonly Measure[];
  readonly dimensions?: readonly (Dimension | Time)[];
  readonly timeDimensions?: readonly TimeAsked[];
  readonly segments?: readonly Segment[];
  readonly filters?: readonly Filter[];
  readonly order?:
    | { readonly [Member in Measure | Dimension | Time]?: QueryOrder }
    | readonly (readonly [Measure | Dimension | Time, QueryOrder])[];
  readonly limit?: number | null;
  readonly offset?: number;
  readonly timezone?: string;
  readonly ungrouped?: boolean;
  readonly total?: boolean;
}

/** A row of a query's answer. A list whose members the compiler doesn't know one by one makes each of them optional. */
export type Row<Q extends ActivationQuery, N extends Numbers = AsServed> = {
  [Member in Known<Q['measures']> | Known<Q['dimensions']>]: Members<N>[Member];
} & {
  [Member in Unknown<Q['measures']> | Unknown<Q['dimensions']>]?: Members<N>[Member];
} & Periods<Q['timeDimensions']>;

type Known<List> = List extends readonly (infer Name extends keyof Members)[]
  ? number extends List['length']
    ? never
    : Name
  : never;
type Unknown<List> = List extends readonly (infer Name extends keyof Members)[]
  ? number extends List['length']
    ? Name
    : never
  : never;

/** Times that have a granularity are in the row twice, by their name and with the granularity after it. */
type Periods<List> = List extends readonly (infer Asked extends TimeAsked)[]
  ? {
      [Name in Asked['dimension'] as GranularityOf<Asked, Name> extends never ? never : Name]: Times[Name];
    } & { [Name in Asked['dimension'] as \`\${Name}.\${GranularityOf<Asked, Name>}\`]: Times[Name] }
  : unknown;
type GranularityOf<Asked, Name> = Asked extends {
  readonly dimension: Name;
  readonly granularity: infer Granularity extends string;
}
  ? Granularity
  : never;

/** Has a query's misspelt property not compile. */
type Exactly<Q> = Q & { readonly [Other in Exclude<keyof Q, keyof ActivationQuery>]: never };

/**
 * Cube's client for this model, without a wrapper:
 *
 *     const api: ActivationApi = cube(token, { apiUrl });
 */
export interface ActivationApi<N extends Numbers = AsServed> extends Omit<CubeApi, 'load'> {
  load<const Q extends ActivationQuery>(
    query: Exactly<Q>,
    options?: LoadMethodOptions,
  ): Promise<ResultSet<Row<Q, N>>>;
}
`;
