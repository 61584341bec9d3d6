import type { JinjaEngine } from '@cubejs-backend/native';

const ADD_ON = "Cube's native add-on (@cubejs-backend/native), which this server runs without";

/** Cube makes an engine for every model, with templates or not. So this one only refuses to be used. */
export class NoJinjaEngine implements JinjaEngine {
  loadTemplate(templateName: string): never {
    throw new Error(`${templateName}: Jinja templates in the data model need ${ADD_ON}.`);
  }

  async renderTemplate(templateName: string): Promise<never> {
    return this.loadTemplate(templateName);
  }
}

/** Called only for a model that has a Python file, which it refuses. */
export async function refusePython(fileName: string): Promise<never> {
  throw new Error(`${fileName}: Python in the data model needs ${ADD_ON}.`);
}
