import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { ActionableError } from '../actionable-error.ts';
import { MetricServer } from '../check/metric-server.ts';
import { loadConfig } from '../config/config.ts';
import { configFile } from '../cube/cube-options.ts';
import { compileMetadata } from '../cube/model-metadata.ts';
import { declarationsOf, type TypedCube } from '../typed-client/declarations.ts';
import { readEnvironment } from './command-session.ts';

export interface TypesOptions {
  /** The file to write to. */
  out: string;
  /** The REST API of a running server, instead of the configuration. */
  url?: string;
  /** A JSON web token that it accepts. */
  token?: string;
  /** The configuration file. */
  config?: string;
}

/**
 * `activation types`: writes TypeScript declarations for Cube's own client, of the model that a configuration makes or
 * of what a running server shows.
 *
 * @throws {ActionableError} where the configuration can't be used, the server can't be read or the file can't be written
 */
export async function types({ out, url, token, ...options }: TypesOptions): Promise<void> {
  const cubes = url === undefined ? await configured(options) : await served(url, token);
  await writeFile(resolve(out), declarationsOf(cubes)).catch((error: Error) => {
    throw new ActionableError(`The types can't be written to ${out}: ${error.message}`, { cause: error });
  });
  console.log(`The types of ${cubes.length} cubes and views written to ${out}`);
}

async function configured(options: Pick<TypesOptions, 'config'>): Promise<TypedCube[]> {
  readEnvironment(options);
  return compileMetadata(await loadConfig(configFile()));
}

async function served(url: string, token: string | undefined): Promise<TypedCube[]> {
  const isPublic = (member: { public?: boolean }): boolean => member.public !== false;
  return (await new MetricServer(url, token).cubes()).filter(isPublic).map((cube) => ({
    ...cube,
    measures: cube.measures.filter(isPublic),
    dimensions: cube.dimensions.filter(isPublic),
    segments: cube.segments.filter(isPublic),
  }));
}
