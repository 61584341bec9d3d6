import { Client, StreamableHTTPClientTransport, type Transport } from '@modelcontextprotocol/client';

/** A count or a rate as it is explained. */
interface Counted {
  measure: string;
  value: number;
}

/** What the tools answer, as far as tests look into it; each answer has some of these. */
export interface Answer {
  rows: Record<string, string | number | boolean | null>[];
  cut?: string;
  timezone: string;
  asOf: string;
  secondsOld: number;
  definitions: Record<string, object>;
  whatCounts: string;
  settings: object;
  sources: string[];
  kpis: { number: number; name: string; measures: { definition: string }[]; sources: string[] }[];
  notAvailable: { number: number; needs: string[] }[];
  views: { view: string }[];
  measures: { measure: string }[];
  dimensions: { dimension: string }[];
  value: number;
  numerator: Counted;
  denominator: Counted;
  rules: string[];
  sql: { text: string };
  rollups: object[];
}

/** What came back from a tool. */
export interface Told {
  isError: boolean;
  text: string;
  /** Of an answer or a refusal; what isn't JSON is none. */
  json?: Answer;
}

/** The real client, over a server's `/mcp` unless told. */
export async function connectMcp(to: string | Transport, token?: string): Promise<Client> {
  const client = new Client({ name: 'test', version: '1.0.0' });
  await client.connect(
    typeof to === 'string'
      ? new StreamableHTTPClientTransport(new URL(`${to}/mcp`), {
          ...(token !== undefined && { requestInit: { headers: { authorization: `Bearer ${token}` } } }),
        })
      : to,
  );
  return client;
}

/** Calls a tool once. */
export async function callTool(client: Client, name: string, args: object = {}): Promise<Told> {
  const { content, isError = false } = await client.callTool({ name, arguments: { ...args } });
  const [first] = content as { type: string; text?: string }[];
  const text = first?.text ?? '';
  return { isError, text, ...(text.startsWith('{') && { json: JSON.parse(text) as Answer }) };
}
