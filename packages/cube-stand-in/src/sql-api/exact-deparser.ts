import type { A_Indirection, BooleanTest, CommonTableExpr, Node, NullTest } from 'libpg-query';
import { Deparser, QuoteUtils } from 'pgsql-deparser';

type Context = Parameters<Deparser['CommonTableExpr']>[1];

/** Writes a syntax tree as pgsql-deparser 18.3.8 does, but for what it doesn't write so that it is read as the same. */
export class ExactDeparser extends Deparser {
  /** The text of a statement. */
  static textOf(node: Node): string {
    return new ExactDeparser(node).deparseQuery();
  }

  /** Its own doesn't quote the names. */
  override CommonTableExpr(node: CommonTableExpr, context: Context): string {
    const { ctename = '', aliascolnames, ...rest } = node;
    const names = (aliascolnames ?? []).map((name) =>
      QuoteUtils.quoteIdentifier((name as { String: { sval?: string } }).String.sval ?? ''),
    );
    const columns = names.length > 0 ? `(${names.join(', ')})` : '';
    return `${QuoteUtils.quoteIdentifier(ctename)}${columns} ${super.CommonTableExpr(rest, context)}`;
  }

  /** Its own leaves `(ARRAY[…])[1]` without the parentheses that it can't be read without. */
  override A_Indirection(node: A_Indirection, context: Context): string {
    const { arg, indirection = [] } = node;
    const isBare =
      arg !== undefined && ('ColumnRef' in arg || 'ParamRef' in arg) && 'A_Indices' in (indirection[0] ?? {});
    if (isBare) return super.A_Indirection(node, context);
    const parts = indirection.map((part) =>
      'String' in part
        ? `.${QuoteUtils.quoteIdentifier(part.String.sval ?? '')}`
        : 'A_Star' in part
          ? '.*'
          : this.visit(part, context),
    );
    return `(${arg === undefined ? '' : this.visit(arg, context)})${parts.join('')}`;
  }

  /** Its own writes `(NOT a) IS TRUE` as `NOT a IS TRUE`. */
  override BooleanTest(node: BooleanTest, context: Context): string {
    const { arg, booltesttype = '' } = node;
    return `(${arg ? this.visit(arg, context) : ''}) ${booltesttype.replaceAll('_', ' ')}`;
  }

  override NullTest(node: NullTest, context: Context): string {
    const { arg, nulltesttype = '' } = node;
    return `(${arg ? this.visit(arg, context) : ''}) ${nulltesttype.replaceAll('_', ' ')}`;
  }
}
