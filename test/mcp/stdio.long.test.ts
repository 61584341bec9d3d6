/** `activation mcp`, as clients start it. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { describe, expect, inject, test } from 'vitest';
import { cliEnvironment, runCli, serving } from '../harness/cube.ts';
import { callTool, connectMcp } from './mcp-client.ts';

const command = (args: string[], env: Record<string, string> = {}) => ({
  command: process.execPath,
  args: ['--import', 'tsx', 'src/cli.ts', 'mcp', ...args],
  env: cliEnvironment(env),
});

const apiUrl = `${inject('cubeUrl')}/cubejs-api/v1`;
const rate = {
  view: 'MultiSessionActivationCompletionRate',
  measures: ['multiSessionActivationCompletionRate'],
};

describe('activation mcp', { timeout: 120_000 }, () => {
  test.each<[over: string, args: string[], env: Record<string, string>]>([
    ['a running server', ['--url', apiUrl], {}],
    ['a server of its own', [], serving(inject('workedExample'))],
  ])('answers over %s', async (_, args, env) => {
    const client = await connectMcp(new StdioClientTransport({ ...command(args, env), stderr: 'pipe' }));
    try {
      expect((await client.listTools()).tools).toHaveLength(3);
      const { json } = await callTool(client, 'query_kpis', rate);
      expect(json?.rows).toMatchObject([{ multiSessionActivationCompletionRate: 47 }]);
      const told = await callTool(client, 'query_kpis', { ...rate, view: 'Sessions' });
      expect(told.isError).toBe(true);
    } finally {
      await client.close();
    }
  });

  test('prints the protocol alone, and ends with 0 when its input does', async () => {
    const { command: node, args, env } = command([], serving(inject('workedExample')));
    const child = spawn(node, args, { env, stdio: ['pipe', 'pipe', 'pipe'] });
    let [output, errors] = ['', ''];
    const answered = new Promise<void>((done) => {
      child.stdout.on('data', (chunk) => {
        output += chunk;
        if (['"id":2', '"id":3'].every((id) => output.includes(id))) done();
      });
    });
    child.stderr.on('data', (chunk) => {
      errors += chunk;
    });
    const ended = once(child, 'exit');
    const send = (message: object) =>
      child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
    const clientInfo = { name: 'test', version: '1' };
    send({
      id: 1,
      method: 'initialize',
      params: { protocolVersion: '2025-06-18', capabilities: {}, clientInfo },
    });
    send({ method: 'notifications/initialized' });
    child.stdin.write('this is no JSON\n');
    send({ id: 2, method: 'tools/call', params: { name: 'query_kpis', arguments: rate } });
    send({ id: 3, method: 'tools/call', params: { name: 'list_kpis', arguments: {} } });
    await Promise.race([answered, ended]);
    child.stdin.end();
    expect([(await ended)[0], errors]).toEqual([0, expect.anything()]);
    const lines = output.trim().split('\n');
    expect(lines.length).toBeGreaterThanOrEqual(3);
    for (const line of lines) expect(JSON.parse(line)).toMatchObject({ jsonrpc: '2.0' });
    expect(output).toContain('\\"multiSessionActivationCompletionRate\\":47');
  });

  test('says what is wrong', async () => {
    expect(await runCli(['mcp', '--url', 'cube'])).toEqual({
      code: 2,
      output: expect.stringContaining('--url is cube'),
    });
    const away = await runCli(['mcp'], serving({ ...inject('workedExample'), database: 'none_such' }));
    expect(away.code).toBe(2);
    expect(away.output).toContain('none_such');
    // A server that isn't there may be there later.
    const url = 'http://127.0.0.1:1/cubejs-api/v1';
    const client = await connectMcp(new StdioClientTransport({ ...command(['--url', url]), stderr: 'pipe' }));
    const { isError, text } = await callTool(client, 'query_kpis', rate);
    await client.close();
    expect([isError, text]).toEqual([true, expect.stringContaining("can't be reached")]);
  });
});
