import type { NativeModule } from './addon.ts';
import { redactSqlLiterals } from './redact-sql.ts';
import { finalResult, finalResultMulti, type MultiResultRoot, type ResultRoot } from './result-response.ts';
import type { TransformRequest } from './result-transform.ts';
import {
  type CubeErrorClass,
  noPort,
  type SqlApiState,
  SqlInterface,
  sqlApiRefusal,
} from './sql-interface.ts';
import { NoJinjaEngine, refusePython } from './templates.ts';

/** Exactly the functions of `@cubejs-backend/native` that the stand-in takes over. */
type StandIn = Pick<
  NativeModule,
  | 'setupLogger'
  | 'resetLogger'
  | 'isFallbackBuild'
  | 'registerInterface'
  | 'shutdownInterface'
  | 'execSql'
  | 'sql4sql'
  | 'rest4sql'
  | 'redactSqlLiterals'
  | 'getFinalQueryResult'
  | 'getFinalQueryResultMulti'
>;

/**
 * Puts the stand-in's functions in the place of the native ones, on the very module object that Cube calls through.
 * Calling it again changes nothing. Functions it doesn't cover keep failing with Cube's own message.
 *
 * @param errorClass asked when it is first needed, because it comes with a large part of Cube
 * @returns what tells where the SQL API is, once Cube's server has started
 */
export function installStandIn(native: NativeModule, errorClass: () => CubeErrorClass): () => SqlApiState {
  let state = noPort;
  const refuse = async (): Promise<never> => {
    throw sqlApiRefusal(errorClass());
  };

  const standIn: StandIn = {
    // The add-on logs what its own Rust code does; here there is none.
    setupLogger: () => {},
    resetLogger: () => {},
    // True tells Cube not to look for Python support.
    isFallbackBuild: () => true,

    registerInterface: async (options) => {
      const sqlInterface = await SqlInterface.start(options);
      state = sqlInterface.state;
      return sqlInterface;
    },
    shutdownInterface: async (instance, mode) => (instance as SqlInterface).shutdown(mode),
    execSql: refuse,
    sql4sql: refuse,
    rest4sql: refuse,

    redactSqlLiterals,

    // Cube types these as bare objects; the real shapes are ours.
    getFinalQueryResult: async (request, raw: Buffer, root) =>
      finalResult(request as TransformRequest, raw, root as ResultRoot),
    getFinalQueryResultMulti: async (requests, raws: Buffer[], root) =>
      finalResultMulti(requests as TransformRequest[], raws, root as MultiResultRoot),
  };
  Object.assign(native, standIn);

  native.NativeInstance.prototype.newJinjaEngine = () => new NoJinjaEngine();
  native.NativeInstance.prototype.loadPythonContext = refusePython;
  return () => state;
}
