import { refusal, SqlError } from './sql-error.ts';
import { functionName, namesIn, type Tree } from './syntax-tree.ts';

/**
 * What a statement may be made of that the source database runs: everything else is refused. It is a list of what may
 * be, so that a function or a kind of expression that a later Postgres brings is refused until somebody has looked at
 * it. None of these reads a file, a setting, a relation or another database, waits, or has another value at each call.
 */
const functions = new Set(
  `
  abs cbrt ceil ceiling degrees div exp factorial floor gcd lcm ln log log10 min_scale mod numeric pi power pow radians
  round scale sign sqrt trim_scale trunc width_bucket acos asin atan atan2 cos cot sin tan sinh cosh tanh
  acosd asind atand atan2d cosd cotd sind tand erf erfc
  ascii bit_length btrim char_length character_length chr concat concat_ws format initcap left length lower lpad ltrim
  md5 normalize octet_length overlay position quote_ident quote_literal quote_nullable regexp_count regexp_instr
  regexp_like regexp_match regexp_matches regexp_replace regexp_split_to_array regexp_split_to_table regexp_substr
  replace reverse right rpad rtrim split_part starts_with string_to_array string_to_table strpos substr substring
  to_ascii to_hex translate unistr upper like notlike ilike similar_escape similar_to_escape like_escape
  age date date_add date_bin date_part date_subtract date_trunc extract isfinite justify_days justify_hours
  justify_interval make_date make_interval make_time make_timestamp make_timestamptz now overlaps
  statement_timestamp timezone to_char to_date to_number to_timestamp transaction_timestamp
  timestamp timestamptz time timetz interval text int4 int8 float4 float8 bool varchar bpchar
  coalesce nullif greatest least num_nonnulls num_nulls
  array_append array_cat array_dims array_fill array_length array_lower array_ndims array_position array_positions
  array_prepend array_remove array_replace array_to_string array_upper cardinality trim_array unnest
  generate_series generate_subscripts
  json_array_elements json_array_elements_text json_array_length json_build_array json_build_object json_extract_path
  json_extract_path_text json_object_keys json_strip_nulls json_typeof jsonb_array_elements jsonb_array_elements_text
  jsonb_array_length jsonb_build_array jsonb_build_object jsonb_extract_path jsonb_extract_path_text jsonb_object_keys
  jsonb_pretty jsonb_set jsonb_strip_nulls jsonb_typeof row_to_json to_json to_jsonb array_to_json
  measure count sum avg min max bool_and bool_or every bit_and bit_or bit_xor any_value array_agg string_agg json_agg
  jsonb_agg json_object_agg jsonb_object_agg corr covar_pop covar_samp regr_avgx regr_avgy regr_count regr_intercept
  regr_r2 regr_slope regr_sxx regr_sxy regr_syy stddev stddev_pop stddev_samp variance var_pop var_samp mode
  percentile_cont percentile_disc rank dense_rank percent_rank cume_dist row_number ntile lag lead first_value
  last_value nth_value
  encode decode hashtext isempty lower_inc upper_inc
  `
    .trim()
    .split(/\s+/),
);

const types = new Set(
  `
  bool int2 int4 int8 float4 float8 numeric text varchar bpchar date time timetz timestamp timestamptz
  interval json jsonb uuid bytea bit varbit
  `
    .trim()
    .split(/\s+/),
);

/** Functions whose every row is one value, so that the name of their column is known. */
export const rowFunctions = new Set([
  ...['generate_series', 'generate_subscripts', 'unnest', 'regexp_split_to_table', 'string_to_table'],
  ...['json_object_keys', 'jsonb_object_keys'],
  ...['json_array_elements', 'json_array_elements_text', 'jsonb_array_elements', 'jsonb_array_elements_text'],
]);

/** The kinds of nodes of a SELECT that reads and computes. */
const nodes = new Set(
  `
  SelectStmt ResTarget ColumnRef A_Star A_Const A_Expr A_ArrayExpr A_Indirection A_Indices ParamRef TypeCast TypeName
  CollateClause FuncCall NamedArgExpr BoolExpr NullTest BooleanTest CaseExpr CaseWhen CoalesceExpr MinMaxExpr SubLink
  RowExpr GroupingFunc GroupingSet SortBy WindowDef SQLValueFunction RangeVar RangeSubselect RangeFunction JoinExpr
  Alias WithClause CommonTableExpr List String Integer Float Boolean BitString
  `
    .trim()
    .split(/\s+/),
);

/** Values of the moment and not of the database, its user or its path. */
const values = new Set(
  ['DATE', 'TIME', 'TIMESTAMP', 'LOCALTIME', 'LOCALTIMESTAMP'].flatMap((name) => [
    `SVFOP_${name.startsWith('LOCAL') ? name : `CURRENT_${name}`}`,
    `SVFOP_${name.startsWith('LOCAL') ? name : `CURRENT_${name}`}_N`,
  ]),
);

/**
 * Refuses what the source database isn't to be asked, and names functions and types so that no other of the same name
 * is meant.
 *
 * @param tree a client's SELECT that reads views, which is changed
 * @throws {SqlError}
 */
export function permit(tree: unknown): void {
  if (Array.isArray(tree)) {
    for (const item of tree) permit(item);
    return;
  }
  if (typeof tree !== 'object' || tree === null) return;
  for (const [key, value] of Object.entries(tree)) {
    // A node is named by its kind, which begins with a capital; what it holds is not.
    if (/^[A-Z]/.test(key)) permitNode(key, value as Tree);
    else if (key === 'typeName') permitType(value as Tree);
    else if (key === 'lockingClause') {
      throw new SqlError('25006', 'cannot execute SELECT FOR UPDATE in a read-only transaction');
    } else if (value === 'LIMIT_OPTION_WITH_TIES') {
      throw refusal('FETCH … WITH TIES in a statement on views', 'Choose by rank() in a sub-select.');
    } else if (key === 'groupDistinct' && value) {
      throw refusal('GROUP BY DISTINCT in a statement on views', 'Write each grouping set once.');
    }
    permit(value);
  }
}

function permitNode(kind: string, node: Tree): void {
  if (!nodes.has(kind)) throw refusal(`${kind} in a statement on views`);
  if (kind === 'FuncCall') {
    const name = functionName(node);
    if (!functions.has(name)) {
      throw new SqlError('42501', `the function ${name} may not be called in a statement on views`);
    }
    // What the SQL standard has words for is written with them, and means no other.
    if (name !== 'timezone' && name !== 'overlaps') node.funcname = qualified(name);
  } else if (kind === 'TypeName') {
    permitType(node);
  } else if (kind === 'SQLValueFunction' && !values.has(String(node.op))) {
    throw refusal(`${String(node.op).replace('SVFOP_', '')} in a statement on views`);
  } else if (kind === 'CollateClause') {
    const name = namesIn(node.collname).at(-1) as string;
    if (!['C', 'POSIX', 'default'].includes(name)) throw refusal(`the collation "${name}"`);
  } else if ((kind === 'A_Expr' || kind === 'SubLink' || kind === 'SortBy') && hasSchema(node)) {
    throw refusal('an operator of a schema');
  }
}

/** `OPERATOR(pg_catalog.=)` and its like, which may as well name any other schema. */
const hasSchema = ({ name, operName, useOp }: Tree): boolean =>
  [name, operName, useOp].some(
    (names) => Array.isArray(names) && names.length > 1 && namesIn(names)[0] !== 'pg_catalog',
  );

function permitType(type: Tree): void {
  const names = namesIn(type.names);
  const name = names.at(-1) as string;
  const isKnown = names.length === 1 || (names.length === 2 && names[0] === 'pg_catalog');
  if (!isKnown || !types.has(name)) throw refusal(`the type ${names.join('.')} in a statement on views`);
}

const qualified = (name: string): Tree[] => ['pg_catalog', name].map((sval) => ({ String: { sval } }));
