import { tsImport } from 'tsx/esm/api';

// Cube's own command and its Docker image load this file as it is; what it configures is written in TypeScript.
const { cubeOptions } = await tsImport('./src/cube/cube-options.ts', import.meta.url);

export default cubeOptions();
