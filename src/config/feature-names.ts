// The model imports this file, and with it the package has it as it is.

/** The words of a feature's name that names of measures can have. */
export const wordsOf = (text: string): string[] => text.match(/[A-Za-z0-9]+/g) ?? [];

/**
 * What a feature is called in the names of measures: `CodeReview` of `code review`. Empty for a name without a letter
 * from A to Z or a digit.
 */
export const featureInNames = (feature: string): string =>
  wordsOf(feature)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
