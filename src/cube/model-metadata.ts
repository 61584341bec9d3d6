import { prepareCompiler } from '@cubejs-backend/schema-compiler';
import type { Definitions } from '../config/definitions.ts';
import { transpileModel } from './model-repository.ts';

/** A cube or a view as Cube describes it to its clients, without what is hidden. */
export interface CubeMetadata {
  name: string;
  type: 'cube' | 'view';
  title: string;
  description?: string;
  meta?: unknown;
  measures: MemberMetadata[];
  dimensions: MemberMetadata[];
  segments: MemberMetadata[];
}

/** A measure, a dimension or a segment. */
export interface MemberMetadata {
  /** With the name of its cube or view in front: `ActivationRate.newSignUps`. */
  name: string;
  shortTitle: string;
  description?: string;
  /** Of a measure or a dimension. */
  type?: string;
  /** Of a measure. */
  aggType?: string;
  /** In a view: the cube's member that it shows. */
  aliasMember?: string;
  meta?: { unit?: string; direction?: string };
  isVisible: boolean;
}

/** The public cubes and views of the model, as Cube's own compiler describes them; no server or database is needed. */
export async function compileMetadata(definitions: Definitions): Promise<CubeMetadata[]> {
  const files = await transpileModel(definitions);
  const { compiler, metaTransformer } = prepareCompiler(
    { localPath: () => 'model', dataSchemaFiles: async () => files },
    {
      // The engine of Cube's Jinja templates, which this model doesn't use, is in the native add-on.
      nativeInstance: { newJinjaEngine: () => ({}) } as never,
      standalone: true,
    },
  );
  await compiler.compile();
  const cubes: { config: CubeMetadata & { isVisible: boolean } }[] = metaTransformer.cubes;
  const visible = (members: MemberMetadata[]) => members.filter(({ isVisible }) => isVisible);
  return cubes
    .filter(({ config }) => config.isVisible)
    .map(({ config }) => ({
      ...config,
      measures: visible(config.measures),
      dimensions: visible(config.dimensions),
      segments: visible(config.segments),
    }));
}
