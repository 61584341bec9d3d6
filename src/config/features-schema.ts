import { z } from 'zod';
import { featureInNames, wordsOf } from './feature-names.ts';

/** Postgres cuts names off at 63 characters: beside a measure's other words there is place for so many. */
const longestInNames = 30;

/** Each is several measures, and columns of the queries of features. */
const mostFeatures = 50;

/** Features by their names, each with the names of its actions. */
export const featuresSchema = (actions: z.ZodType<string[]>) =>
  z.record(z.string().min(1), actions).superRefine((features, context) => {
    const refuse = (path: string[], message: string): void =>
      context.addIssue({ code: 'custom', path, message, input: features });
    const byName = new Map<string, string>();
    for (const feature of Object.keys(features)) {
      const inNames = featureInNames(feature).toLowerCase();
      const other = byName.get(inNames);
      if (inNames === '') {
        refuse(
          [feature],
          'needs a letter from A to Z or a digit in its name, as measures are named after it',
        );
      } else if (other !== undefined) {
        refuse([feature], `and ${other} would give measures the same name: rename one of them`);
      } else if (wordsOf(feature).join('_').length > longestInNames) {
        refuse(
          [feature],
          `has a name of more than ${longestInNames} letters and digits, too many for measures`,
        );
      }
      byName.set(inNames, feature);
    }
    if (byName.size > mostFeatures) refuse([], `are more than ${mostFeatures}`);
  });
