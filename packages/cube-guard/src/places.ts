import { prototypeIn, serverCore } from 'cube-fixes/cube-packages';

/** The classes of Cube's that the guards reach into, by their prototypes. */
export const apiGateway = prototypeIn('@cubejs-backend/api-gateway', 'ApiGateway');
export const subscriptionServer = prototypeIn(
  '@cubejs-backend/api-gateway/dist/src/ws/subscription-server',
  'SubscriptionServer',
);
export const compilerApi = prototypeIn(serverCore, 'CompilerApi');
export const serverCoreClass = prototypeIn(serverCore, 'CubejsServerCore');
export const orchestratorApi = prototypeIn(serverCore, 'OrchestratorApi');
export const cubeEvaluator = prototypeIn(
  '@cubejs-backend/schema-compiler/dist/src/compiler/CubeEvaluator',
  'CubeEvaluator',
);
