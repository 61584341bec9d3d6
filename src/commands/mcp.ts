import { Writable } from 'node:stream';
import { StdioServerTransport, serveStdio } from '@modelcontextprotocol/server/stdio';
import type { CheckedServer } from '../check/check.ts';
import { MetricServer } from '../check/metric-server.ts';
import { mcpServer } from '../mcp/mcp-server.ts';
import { RestApi } from '../mcp/rest-api.ts';
import type { DataOptions } from './command-session.ts';
import { startPrivateServer } from './private-server.ts';

export interface McpOptions extends DataOptions {
  /** The REST API of a running server. */
  url?: string;
  /** A JSON web token that it accepts. */
  token?: string;
}

/**
 * `activation mcp`: serves MCP over standard input and output, until the input ends. Its tools ask a running server's
 * REST API, or that of a server of its own, which starts meanwhile.
 *
 * @throws {ActionableError} where `url` is no address, or no server can be started
 */
export async function mcp({ url, token, ...data }: McpOptions): Promise<void> {
  const protocol = withoutOtherOutput();
  const left = new Promise<void>((end) => {
    for (const event of ['end', 'close']) process.stdin.once(event, end);
  });
  const starting: Promise<CheckedServer | { apiUrl: string; token?: string | undefined; stop?: undefined }> =
    url === undefined
      ? startPrivateServer({ ...data, quiet: true, isServing: true })
      : Promise.resolve({ apiUrl: new MetricServer(url).apiUrl, token });
  const serving = serveStdio(
    () =>
      mcpServer(async (signal) => {
        const server = await starting;
        return new RestApi(server.apiUrl, server.token, signal);
      }),
    { transport: new StdioServerTransport(process.stdin, protocol, { maxBufferSize: 1_000_000 }) },
  );
  try {
    const server = await starting;
    await left;
    await server.stop?.();
  } finally {
    await serving.close();
  }
}

/** Standard output for the protocol alone: whatever else is printed goes to the error output. */
function withoutOtherOutput(): Writable {
  const write = process.stdout.write.bind(process.stdout);
  process.stdout.write = process.stderr.write.bind(process.stderr);
  return new Writable({
    write: (chunk, _, done) => {
      write(chunk, done);
    },
  });
}
