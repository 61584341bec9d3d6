import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

const standIn = vi.hoisted(() => ({ imported: false }));
vi.mock('../src/install', (original) => {
  standIn.imported = true;
  return original();
});

/** A tree of packages as npm lays them out, with an installer that runs the given script in the add-on's folder. */
class FakeInstallation {
  readonly root = mkdtempSync(path.join(tmpdir(), 'native-addon-'));
  readonly addonFolder = path.join(this.root, 'node_modules/@cubejs-backend/native');

  constructor(installerScript: string) {
    this.write('app.js', '');
    this.write('node_modules/@cubejs-backend/server/index.js', '');
    this.write(
      'node_modules/@cubejs-backend/native/package.json',
      '{ "version": "9.9.9", "main": "index.js" }',
    );
    this.write(
      'node_modules/@cubejs-backend/native/index.js',
      `exports.loadNative = () => {
         if (!require('fs').existsSync(__dirname + '/native/index.node')) throw new Error('No binary\\nand more');
       };
       exports.isFallbackBuild = () => { throw new Error('No binary'); };
       exports.NativeInstance = class {};`,
    );
    const installer = 'node_modules/@cubejs-infra/post-installer';
    this.write(`${installer}/package.json`, '{ "bin": { "post-installer": "./bin.js" } }');
    this.write(`${installer}/bin.js`, `require('fs').appendFileSync('runs', 'x');\n${installerScript}`);
  }

  get app() {
    return path.join(this.root, 'app.js');
  }

  /** How often the installer was started. */
  get runs() {
    const file = path.join(this.addonFolder, 'runs');
    return existsSync(file) ? readFileSync(file).length : 0;
  }

  get markers() {
    const folder = path.join(this.root, 'node_modules/.cache/cube-activation-metrics');
    return existsSync(folder) ? readdirSync(folder) : [];
  }

  get addon() {
    const require = createRequire(this.app);
    return require('@cubejs-backend/native') as { isFallbackBuild(): boolean };
  }

  write(file: string, text: string) {
    const target = path.join(this.root, file);
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, text);
  }
}

const INSTALLS = `fs = require('fs'); fs.mkdirSync('native'); fs.writeFileSync('native/index.node', '');`;
const FAILS = 'process.exit(1)';
/** Never ends, has half a binary there and a child that shows it's alive. */
const HANGS = `fs = require('fs'); fs.mkdirSync('native'); fs.writeFileSync('native/index.node', 'half');
  const beat = "setInterval(() => require('fs').appendFileSync('beats', '.'), 20)";
  require('child_process').spawn(process.execPath, ['-e', beat], { stdio: 'ignore' });
  setInterval(() => {}, 1000);`;

let fake: FakeInstallation;

async function prepare(options: {
  download: boolean;
  timeoutMs?: number;
  onProgress?: (text: string) => void;
}) {
  const { prepareNativeAddon } = await import('../src/addon.ts');
  return prepareNativeAddon({ ...options, resolveFrom: fake.app });
}

async function expectNoBeats() {
  const beats = () => readFileSync(path.join(fake.addonFolder, 'beats')).length;
  const before = beats();
  await sleep(200);
  expect(beats()).toBe(before);
}

beforeEach(() => {
  vi.resetModules();
  standIn.imported = false;
  vi.stubEnv('CUBEJS_TESSERACT_SQL_PLANNER', undefined);
});

afterEach(() => {
  vi.unstubAllEnvs();
  if (fake) rmSync(fake.root, { recursive: true, force: true });
});

describe('where the add-on loads', () => {
  it('it serves, and the stand-in is not even imported', async () => {
    fake = new FakeInstallation(FAILS);
    fake.write('node_modules/@cubejs-backend/native/native/index.node', '');

    expect(await prepare({ download: true })).toEqual({ kind: 'native' });
    expect(standIn.imported).toBe(false);
    expect(fake.runs).toBe(0);
    expect(process.env.CUBEJS_TESSERACT_SQL_PLANNER).toBeUndefined();
    expect(() => fake.addon.isFallbackBuild()).toThrow('No binary');
  });

  it('it serves after the download that brought it', async () => {
    fake = new FakeInstallation(INSTALLS);
    const onProgress = vi.fn();

    expect(await prepare({ download: true, onProgress })).toEqual({ kind: 'native' });
    expect(onProgress.mock.calls).toEqual([
      ["Downloading Cube's native add-on 9.9.9 (tried once, for at most 30 s) …"],
    ]);
    expect(standIn.imported).toBe(false);
    expect(fake.markers).toEqual([]);
  });
});

describe('where the add-on is missing', () => {
  it('and the download is off, the stand-in serves and nothing is run', async () => {
    fake = new FakeInstallation(INSTALLS);

    expect(await prepare({ download: false })).toEqual({
      kind: 'stand-in',
      sqlApi: expect.any(Function),
      reason: 'the download of the add-on is off',
    });
    expect(fake.runs).toBe(0);
    expect(fake.markers).toEqual([]);
    expect(fake.addon.isFallbackBuild()).toBe(true);
    expect(process.env.CUBEJS_TESSERACT_SQL_PLANNER).toBe('false');
  });

  it('and the download fails, it is not tried a second time', async () => {
    fake = new FakeInstallation(FAILS);

    expect(await prepare({ download: true })).toEqual({
      kind: 'stand-in',
      sqlApi: expect.any(Function),
      reason: 'the add-on could not be downloaded',
    });
    expect(fake.markers).toEqual([`native-9.9.9-${process.platform}-${process.arch}.tried`]);

    const onProgress = vi.fn();
    const second = await prepare({ download: true, onProgress });
    expect(second.kind === 'stand-in' && second.reason).toMatch(
      /^its download was tried before; remove .*native-9\.9\.9-.*\.tried to try again$/,
    );
    expect(fake.runs).toBe(1);
    expect(onProgress).not.toHaveBeenCalled();
  });

  it('a new version of it is tried again', async () => {
    fake = new FakeInstallation(FAILS);
    await prepare({ download: true });
    fake.write(
      'node_modules/@cubejs-backend/native/package.json',
      '{ "version": "9.9.10", "main": "index.js" }',
    );

    await prepare({ download: true });
    expect(fake.runs).toBe(2);
  });

  it("and what was downloaded doesn't load, the reason says so in one line", async () => {
    fake = new FakeInstallation('');

    expect(await prepare({ download: true })).toEqual({
      kind: 'stand-in',
      sqlApi: expect.any(Function),
      reason: "the add-on was downloaded but doesn't load (No binary)",
    });
    expect(fake.markers).toHaveLength(1);
  });

  it('and its installer as well, the stand-in serves', async () => {
    fake = new FakeInstallation('');
    rmSync(path.join(fake.root, 'node_modules/@cubejs-infra'), { recursive: true });

    expect(await prepare({ download: true })).toEqual({
      kind: 'stand-in',
      sqlApi: expect.any(Function),
      reason: "the add-on's installer (@cubejs-infra/post-installer) is missing",
    });
  });
});

describe('a download that takes too long', () => {
  it('is stopped with everything it started, and leaves no half binary', async () => {
    fake = new FakeInstallation(HANGS);

    expect(await prepare({ download: true, timeoutMs: 2000 })).toEqual({
      kind: 'stand-in',
      sqlApi: expect.any(Function),
      reason: "the add-on's download was stopped after 2 s",
    });
    await expectNoBeats();
    expect(existsSync(path.join(fake.addonFolder, 'native'))).toBe(false);
    expect(fake.markers).toHaveLength(1);
  });

  it('ends with the process that a signal ends, and does not count as tried', async () => {
    fake = new FakeInstallation(HANGS);
    const handler = () => {};
    process.on('SIGHUP', handler);
    try {
      const prepared = prepare({ download: true });
      const outcome = expect(prepared).rejects.toThrow('interrupted by SIGHUP');
      await vi.waitUntil(() => existsSync(path.join(fake.addonFolder, 'beats')), { timeout: 5000 });
      process.emit('SIGHUP', 'SIGHUP');
      await outcome;
      await expectNoBeats();
      expect(existsSync(path.join(fake.addonFolder, 'native'))).toBe(false);
      expect(fake.markers).toEqual([]);
    } finally {
      process.off('SIGHUP', handler);
    }
  });
});
