import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import getPort from 'get-port';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import defaults from '../activation.config.ts';
import { serving } from './harness/cube.ts';
import { value } from './harness/query.ts';

const run = promisify(execFile);
const root = fileURLToPath(new URL('..', import.meta.url));

/** The packed package in a Cube project that has nothing but a model of its own. */
describe('the package', { timeout: 300_000 }, () => {
  let project: string;

  beforeAll(async () => {
    project = await mkdtemp(join(tmpdir(), 'cube-project-'));
    await run('npm', ['run', 'build:package'], { cwd: root });
    await run('npm', ['pack', '--pack-destination', project], { cwd: root });
    const [tarball] = (await readdir(project)).filter((name) => name.endsWith('.tgz'));
    await writeFile(
      join(project, 'package.json'),
      '{ "name": "stock-cube-project", "private": true, "type": "module" }',
    );
    // Where Cube's binaries can't be downloaded, their install scripts fail the whole install.
    await writeFile(join(project, '.npmrc'), 'ignore-scripts=true\n');
    const cubePackages = ['@cubejs-backend/server@1.7.43', '@cubejs-backend/postgres-driver@1.7.43'];
    await run('npm', ['install', '--prefer-offline', '--no-audit', `./${tarball}`, ...cubePackages], {
      cwd: project,
    });

    await writeFile(
      join(project, 'cube.js'),
      `import { activationOptions } from 'cube-activation-metrics';

export default { ...activationOptions({ config: './activation.config.js', ownModel: 'model' }) };
`,
    );
    await writeFile(
      join(project, 'activation.config.js'),
      `import { segment } from 'cube-activation-metrics/presets';

if (!('users' in segment({ schema: 'analytics', activationEvent: 'Onboarded' }))) throw new Error('no preset');
export default ${JSON.stringify(defaults)};`,
    );
    await mkdir(join(project, 'model'));
    // A file with the name of one of the package's own, which mustn't meet it.
    await writeFile(join(project, 'model/scales.js'), `export const unit = 'people';`);
    await writeFile(
      join(project, 'model/people.js'),
      `import { unit } from './scales';
cube('People', { sql_table: 'users', measures: { count: { type: 'count', title: unit } } });`,
    );
  }, 300_000);
  afterAll(() => rm(project, { recursive: true, force: true }));

  test('serves the KPIs beside the project’s own model', async () => {
    const port = await getPort();
    const server = spawn('npx', ['activation', 'start'], {
      cwd: project,
      env: {
        ...process.env,
        ...serving(inject('workedExample')),
        PORT: String(port),
        ACTIVATION_NATIVE_DOWNLOAD: 'false',
        NODE_ENV: 'development',
      },
      detached: true,
    });
    let output = '';
    const up = new Promise<void>((done, failed) => {
      for (const stream of [server.stdout, server.stderr]) {
        stream.on('data', (chunk) => {
          output += chunk;
          if (output.includes('Ctrl-C stops everything')) done();
        });
      }
      server.on('exit', (code) => failed(new Error(`ended with ${code}: ${output}`)));
    });
    await up;
    const url = `http://localhost:${port}`;
    const view = 'MultiSessionActivationCompletionRate';
    expect(await value(`${view}.multiSessionActivationCompletionRate`, {}, url)).toBe(47);
    expect(await value('People.count', {}, url)).toBe(1000);
    server.removeAllListeners('exit');
    if (server.pid !== undefined) process.kill(-server.pid, 'SIGTERM');
    await once(server, 'exit');
  });

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
      const config: ActivationConfig = { ...${JSON.stringify(defaults)}, sources: { users: ${field} } };
      activationOptions({ config }).repositoryFactory;`;
    expect(await check(config(`{ columns: { signedUpAt: 'created' } }`))).toBe('');
    expect(await check(config(`{ columns: { signedUp: 'created' } }`))).toContain('signedUp');
  });
});
