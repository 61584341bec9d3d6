import { PostgresQuery } from '@cubejs-backend/schema-compiler';
import { type Fix, methodsOf } from '../fix.ts';
import { OrderByGranularity } from './order-by-granularity.ts';

export class MemberAliases extends OrderByGranularity {
  override allBackAliasMembersExceptSegments(): Record<string, string> {
    const named = this.flattenAllMembers(true);
    const members = new Map(named.map((member) => [member.expressionPath(), member]));
    const key = [...members.keys()].join();
    if (this.backAliases?.key !== key) {
      this.backAliases = { key, aliases: this.backAliasMembers([...members.values()]) };
    }
    return this.backAliases.aliases;
  }

  private backAliases?: { key: string; aliases: Record<string, string> };
}

/** It looks at each member once. */
export const memberAliases: Fix = {
  name: 'member-aliases',
  defect:
    "It looks at each place that a query names a member in, once for each of its filters, whenever a cube's SQL has a part that a filter may fill in (FILTER_PARAMS): a query of fifty filters takes a second.",
  places: methodsOf('PostgresQuery', () => PostgresQuery.prototype, {
    allBackAliasMembersExceptSegments: '861b15abd768',
    flattenAllMembers: '2aa0d539e71b',
    backAliasMembers: '61645a019027',
  }),
  overrides: [MemberAliases],
};
