/** No engine runs the compose stack in these tests: they check what can be read. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv } from 'ajv';
import { beforeAll, expect, test } from 'vitest';
import { parse } from 'yaml';
import manifest from '../../package.json' with { type: 'json' };
import { setCubeDefaults } from '../../src/cube/environment.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const read = (path: string): Promise<string> => readFile(join(root, path), 'utf8');

interface Service {
  image: string;
  build?: string;
  environment: Record<string, string>;
  ports?: string[];
  expose?: string[];
  volumes?: string[];
  depends_on?: string[] | Record<string, { condition: string }>;
  healthcheck?: { test: string[] };
  user?: string;
}
let text: string;
let dockerfile: string;
let services: Record<string, Service>;
let volumes: Record<string, unknown>;

beforeAll(async () => {
  text = await read('docker-compose.yml');
  dockerfile = await read('Dockerfile');
  ({ services, volumes } = parse(text, { merge: true }));
});
const variables = (content: string): string[] =>
  [...content.matchAll(/\$\{(\w+)/g)].map(([, name = '']) => name);

test('it is what the compose specification allows', async () => {
  const file = createRequire(import.meta.url).resolve('docker-compose/schema/compose-spec.json');
  const schema = { ...JSON.parse(await readFile(file, 'utf8')), $schema: undefined, $id: undefined };
  const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true });
  const validate = ajv.compile(schema);
  expect(validate(parse(text, { merge: true })) ? [] : validate.errors).toEqual([]);
  expect(validate({ services: { x: { imagee: 'y' } } })).toBe(false);
});

test('every file that it mounts and the image copies is there', () => {
  for (const { volumes: mounts = [], build } of Object.values(services)) {
    for (const mount of mounts) {
      const [from = ''] = mount.split(':');
      expect([from, from.startsWith('./') ? existsSync(join(root, from)) : from in volumes]).toEqual([
        from,
        true,
      ]);
    }
    if (build !== undefined) expect(existsSync(join(root, build, 'Dockerfile'))).toBe(true);
  }
  const copied = [...dockerfile.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, paths = '']) =>
    paths.split(' '),
  );
  expect(copied).toContain('src');
  for (const path of copied) expect([path, existsSync(join(root, path))]).toEqual([path, true]);
});

test('the image gets what it copies past .dockerignore', async () => {
  const letIn = (await read('.dockerignore'))
    .split('\n')
    .flatMap((line) => (line.startsWith('!') ? [line.slice(1)] : []));
  const copied = [...dockerfile.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, paths = '']) =>
    paths.split(' '),
  );
  expect(new Set(letIn)).toEqual(new Set(copied));
});

test('every variable that it needs is in its example, and no secret is written into it', async () => {
  const example = await read('deploy/.env.example');
  for (const name of variables(text)) expect(example).toMatch(new RegExp(`^(# )?${name}=`, 'm'));
  const required = ['POSTGRES_PASSWORD', 'CUBE_READER_PASSWORD', 'CUBEJS_API_SECRET'];
  for (const name of required) {
    expect(example).toMatch(new RegExp(`^${name}=$`, 'm'));
    expect(text).toMatch(new RegExp(`\\$\\{${name}:\\?`));
  }
  for (const { environment } of Object.values(services)) {
    for (const [name, value] of Object.entries(environment)) {
      if (/PASS|SECRET/.test(name)) expect(value).toMatch(/^\$\{\w+:\?/);
    }
  }
});

test('services name each other, their ports and their versions', () => {
  for (const [name, { image, build, depends_on = [], environment, healthcheck }] of Object.entries(
    services,
  )) {
    if (build === undefined)
      expect([name, image]).toEqual([name, expect.stringMatching(/:v?\d+\.\d+(\.\d+)?(-\w+)?$/)]);
    const needed = Array.isArray(depends_on) ? depends_on : Object.keys(depends_on);
    for (const other of needed) expect(Object.keys(services)).toContain(other);
    for (const [, host = '', port = ''] of Object.values(environment)
      .join(',')
      .matchAll(/([a-z-]+-[a-z0-9-]+):(\d+)/g)) {
      expect([host, services[host]?.expose ?? []]).toEqual([host, expect.arrayContaining([port])]);
    }
    expect([name, healthcheck !== undefined || build !== undefined]).toEqual([name, true]);
  }
  const { CUBEJS_CUBESTORE_HOST: store = '', CUBEJS_CUBESTORE_PORT: port } = services.api?.environment ?? {};
  expect(services[store]?.expose).toContain(port);
  expect(services.api?.ports?.map((mapping) => mapping.split(':').at(-1))).toEqual(['4000', '15432']);
  expect(dockerfile).toMatch(/^EXPOSE 4000 15432$/m);
  expect(dockerfile).toMatch(/CUBEJS_PG_SQL_PORT=15432/);
});

test('the versions are those that the tests run with', () => {
  const cube = manifest.devDependencies['@cubejs-backend/server'];
  expect(dockerfile).toMatch(new RegExp(`^FROM cubejs/cube:v${cube.replaceAll('.', '\\.')}$`, 'm'));
  expect(text).toContain(`image: cubejs/cubestore:v${cube}`);
  expect(text).toContain(`image: cube-activation-metrics:${manifest.version}`);
});

test('the API and the worker run as nobody in particular', () => {
  expect(dockerfile.slice(dockerfile.lastIndexOf('FROM'))).toMatch(/^USER node$/m);
  for (const name of ['api', 'refresh-worker']) {
    expect(services[name]).toMatchObject({ read_only: true, cap_drop: ['ALL'] });
  }
});

test('with Cube Store, nothing of rollups, cache and queue is in Postgres', () => {
  const before = { ...process.env };
  try {
    Object.assign(process.env, services.api?.environment);
    setCubeDefaults();
    expect(process.env).toMatchObject({
      CUBEJS_EXT_DB_TYPE: 'cubestore',
      CUBEJS_EXTERNAL_DEFAULT: 'true',
      CUBEJS_CACHE_AND_QUEUE_DRIVER: 'cubestore',
      CUBEJS_REFRESH_WORKER: 'false',
    });
    // Cube would look for Cube Store there.
    expect(process.env.CUBEJS_EXT_DB_HOST).toBeUndefined();
  } finally {
    for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name];
    Object.assign(process.env, before);
  }
});
