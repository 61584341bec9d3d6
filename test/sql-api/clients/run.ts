/**
 * `npm run test:sql-clients`: every client of the SQL API that isn't on npm. With `--install` (as root, on Debian) it
 * installs those that are missing first. It says which are skipped, and why.
 */
import { spawnSync } from 'node:child_process';
import { clients } from './clients.ts';

const run = (command: string, args: string[], env: NodeJS.ProcessEnv = {}): number =>
  spawnSync(command, args, { stdio: 'inherit', env: { ...process.env, ...env } }).status ?? 1;

if (process.argv.includes('--install')) {
  const missing: string[] = [];
  for (const client of clients) {
    if ((await client.missing()) !== undefined) missing.push(...client.packages);
  }
  if (missing.length > 0) {
    run('apt-get', ['update', '-q']);
    const code = run('apt-get', ['install', '-y', '-q', '--no-install-recommends', ...missing], {
      DEBIAN_FRONTEND: 'noninteractive',
    });
    if (code !== 0) console.log(`${missing.join(', ')} can't be installed here; what is missing is skipped.`);
  }
}
process.exitCode = run('npx', ['vitest', 'run', 'test/sql-api/clients/clients.test.ts'], {
  SQL_CLIENTS: 'all',
});
