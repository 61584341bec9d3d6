import { Listr, type ListrTask } from 'listr2';

/** Runs tasks one after the other, showing progress on the terminal. What one throws is thrown, and not printed. */
export async function runTasks(tasks: ListrTask[], isQuiet = false): Promise<void> {
  let failure: unknown;
  const list = new Listr(
    tasks.map((task) => ({
      ...task,
      task: async (...given: Parameters<ListrTask['task']>) => {
        try {
          await task.task(...given);
        } catch (error) {
          failure = error;
          throw new Error('see below');
        }
      },
    })),
    {
      // Signals are the session's.
      registerSignalListeners: false,
      rendererOptions: { showErrorMessage: false },
      fallbackRenderer: 'simple',
      silentRendererCondition: isQuiet,
    },
  );
  await list.run().catch((error) => {
    throw failure ?? error;
  });
}
