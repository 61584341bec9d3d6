import { ActionableError } from '../actionable-error.ts';
import { MetricServer } from '../check/metric-server.ts';
import { slicesOf, type Value } from '../check/slice.ts';
import type { MappedSources } from '../config/sources.ts';
import { declaredViews } from './declared.ts';
import { type KpiStatus, kpiQuery, kpiStatuses } from './status.ts';

/** A number of a KPI. */
export interface KpiValue {
  measure: string;
  /** Which part of the whole it is of: `signupSource = "organic"`, or `all`. */
  slice: string;
  /** Exact text; null where there is nobody to count. */
  value: Value;
  /** `percent`, `hours`, or whatever the measure is in. */
  unit?: string;
}

/** A KPI of the catalogue, and its value on a server's data. */
export interface ReadKpi extends KpiStatus {
  values: KpiValue[];
  /** Why it has no value although it is there. */
  error?: string;
}

/** A server, and the mapping that it serves, where that is known. */
export interface AskedServer {
  apiUrl: string;
  token?: string | undefined;
  sources?: MappedSources | undefined;
}

/**
 * Reads the 54 KPIs of the catalogue through a server's REST API, each over everything.
 *
 * @param onProgress told of each KPI before it is asked for
 * @throws {ActionableError} where the server can't be reached
 */
export async function readKpis(
  { apiUrl, token, sources }: AskedServer,
  onProgress: (step: string) => void = () => undefined,
): Promise<ReadKpi[]> {
  const server = new MetricServer(apiUrl, token);
  const { views, units } = await server.model();
  const statuses = kpiStatuses(views, await declaredViews(), sources);
  const kpis: ReadKpi[] = [];
  for (const status of statuses) {
    onProgress(`${status.number} of ${statuses.length}: ${status.name}`);
    kpis.push({ ...status, ...(await valuesOf(server, status, units)) });
  }
  return kpis;
}

async function valuesOf(
  server: MetricServer,
  status: KpiStatus,
  units: ReadonlyMap<string, string>,
): Promise<Pick<ReadKpi, 'values' | 'error'>> {
  if (status.served.length === 0) return { values: [] };
  const query = kpiQuery(status);
  try {
    const slices = slicesOf(query, await server.load(status.name, query));
    return {
      values: slices.flatMap(({ slice, values }) =>
        Object.entries(values).map(([member, value]) => {
          const unit = units.get(member);
          return { measure: member.slice(status.view.length + 1), slice, value, ...(unit && { unit }) };
        }),
      ),
    };
  } catch (error) {
    // One that isn't answered is no reason to show none.
    if (error instanceof ActionableError) return { values: [], error: error.message };
    throw error;
  }
}
