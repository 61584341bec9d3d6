import { z } from 'zod';
import { ActionableError } from '../actionable-error.ts';

/** What every preset of events needs to be told of a product's events. Event names are as the product sends them. */
export interface EventOptions {
  /**
   * The event that means a user signed up; the first one counts. `null` where there is none: a user is new when first
   * seen. Users without the event are no users to the KPIs.
   */
  signUpEvent?: string | null;
  /** The event that means a user completed the activation flow. Left out, there is no multi-session rate. */
  activationEvent?: string;
  /** What accounts are offered to expand to. Left out, there is no expansion rate; needs `account`. */
  expansionOfferings?: ExpansionOffering[];
}

/** An offering to expand to, by the events that tell of it. */
export interface ExpansionOffering {
  /** The name it has in breakdowns. */
  feature: string;
  /** The event that means an account became eligible. */
  eligibleEvent: string;
  /** The event that means an account activated it: the first one at or after the eligibility counts. */
  activationEvent: string;
}

/** Where a user's attributes are; one that is left out is no dimension. */
export interface UserAttributes<Property = string> {
  persona?: Property;
  planType?: Property;
  signupSource?: Property;
}

/** Where an account's attributes are; one that is left out is no dimension. */
export interface AccountAttributes<Property = string> {
  productPlan?: Property;
  planTier?: Property;
  useCase?: Property;
  userType?: Property;
}

/** What every preset of events needs to be told of accounts. */
export interface AccountOptions<Property = string> {
  /** The event that means an account was created. Left out, an account is new when first seen. */
  createdEvent?: string;
  /** Where an account's attributes are. The latest value known counts. */
  attributes?: AccountAttributes<Property>;
}

const isNamed = { error: 'is empty' };

/** A name in the options that can't be blank. */
export const named = z.string({ error: 'is not a text' }).refine((text) => text.trim() !== '', isNamed);

/** The pause that ends a session, in minutes. */
export const inactivityMinutes = z
  .number({ error: 'is not a number of minutes' })
  .positive({ error: 'is not more than 0 minutes' })
  .max(24 * 60, { error: 'is more than a day' })
  .optional();

/** The name of a time zone. Postgres reads offsets such as +02:00 the other way round, so that they aren't taken. */
export const timeZone = z
  .string({ error: 'is not a text' })
  .refine((name) => /^[A-Z]/i.test(name) && isTimeZone(name), {
    error: 'is no time zone, such as Europe/Berlin',
  });

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** The fields of {@link EventOptions}, checked. */
export const eventOptions = {
  signUpEvent: named.nullable().optional(),
  activationEvent: named.optional(),
  expansionOfferings: z
    .array(z.strictObject({ feature: named, eligibleEvent: named, activationEvent: named }))
    .min(1, { error: 'is empty' })
    .optional(),
};

/** The fields of {@link UserAttributes}, checked. */
export const userAttributesOf = (property: z.ZodType) =>
  z
    .strictObject({
      persona: property.optional(),
      planType: property.optional(),
      signupSource: property.optional(),
    })
    .optional();

/** The fields of {@link AccountOptions}, checked, beside those that tell an event's account. */
export const accountOptionsOf = (property: z.ZodType, shape: z.ZodRawShape) =>
  z
    .strictObject({
      ...shape,
      createdEvent: named.optional(),
      attributes: z
        .strictObject({
          productPlan: property.optional(),
          planTier: property.optional(),
          useCase: property.optional(),
          userType: property.optional(),
        })
        .optional(),
    })
    .optional();

/**
 * Checks a preset's options: a configuration file is evaluated without a type check.
 *
 * @throws {ActionableError} naming the preset and each option that can't be used
 */
export function checkOptions(
  preset: string,
  schema: z.ZodType,
  options: object & Pick<EventOptions, 'expansionOfferings'> & { account?: object },
): void {
  const result = schema.safeParse(options);
  const problems = result.success
    ? []
    : result.error.issues.map(({ path, message }) => {
        const option = path.map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`)).join('');
        return `  ${option.replace(/^\./, '') || 'the options'}: ${message}`;
      });
  if (result.success && options.expansionOfferings && !options.account) {
    problems.push('  expansionOfferings: needs account, for offerings are made to accounts');
  }
  if (problems.length > 0) {
    throw new ActionableError(
      `The options of the preset ${preset} can't be used:\n${problems.join('\n')}\nMend them in activation.config.ts; docs/presets.md lists the options.`,
    );
  }
}
