/** An embedded Postgres of a test run: prints its login as JSON, and stops at SIGTERM with nothing left of it. */
import { rm } from 'node:fs/promises';
import { EmbeddedPostgres } from '../../src/database/embedded.ts';
import { makeHome } from './home.ts';

// Ctrl-C reaches every process of a terminal; this one is needed until the servers that use it have stopped.
process.on('SIGINT', () => undefined);
const stopped = new Promise((stop) => process.on('SIGTERM', stop));

const home = await makeHome();
const postgres = await EmbeddedPostgres.start(home);
console.log(JSON.stringify(postgres.connection('postgres')));
const running = setInterval(() => undefined, 60_000);
await stopped;
clearInterval(running);
await postgres.stop();
await rm(home, { recursive: true, force: true });
