import { requireBesideServerCore } from './cube-packages.ts';

/** What each driver of Cube's inherits. */
export const BaseDriver = (): object =>
  (requireBesideServerCore('@cubejs-backend/base-driver') as { BaseDriver: { prototype: object } }).BaseDriver
    .prototype;
