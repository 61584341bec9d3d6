import type { AnyCube } from '../cube.ts';
import type { Microseconds } from '../source-rows.ts';
import { accountActivation, productQualifiedAccounts } from './account-views.ts';
import type { CatalogueView } from './catalogue-view.ts';
import { firstContact, proactiveSupport } from './contact-views.ts';
import { activationDrivers } from './driver-views.ts';
import { activeUsers, featureAdoption, featureReuse } from './feature-views.ts';
import { leads } from './lead-views.ts';
import { catalogueViews } from './members.ts';
import { referralInvitation, referredCustomers, referredVisitors } from './referral-views.ts';
import type { CatalogueDefinitions } from './settings.ts';
import { freeToPaid, trials } from './subscription-views.ts';
import { surveyScores } from './survey-views.ts';
import { activationCurve, afterActivation, onboarding } from './user-views.ts';

/** The views that the catalogue adds; without features in the definitions, or optional sources, those that need them are not among them. */
export function catalogue(definitions: CatalogueDefinitions, now: Microseconds): Record<string, AnyCube> {
  const members = catalogueViews(definitions);
  const made: Record<string, (view: CatalogueView) => AnyCube> = {
    Onboarding: (view) => onboarding(definitions, now, view),
    ActivationCurve: () => activationCurve(definitions, now),
    ActivationDrivers: (view) => activationDrivers(definitions, now, view),
    AfterActivation: (view) => afterActivation(definitions, now, view),
    FeatureAdoption: (view) => featureAdoption(definitions, now, view),
    FeatureReuse: (view) => featureReuse(definitions, now, view),
    ActiveUsers: (view) => activeUsers(definitions, view),
    AccountActivation: (view) => accountActivation(definitions, now, view),
    ProductQualifiedAccounts: (view) => productQualifiedAccounts(definitions, now, view),
    Trials: (view) => trials(definitions, view),
    FreeToPaid: (view) => freeToPaid(definitions, now, view),
    ReferralInvitation: (view) => referralInvitation(definitions, now, view),
    ReferredVisitors: (view) => referredVisitors(definitions, view),
    ReferredCustomers: (view) => referredCustomers(definitions, now, view),
    Leads: (view) => leads(definitions, now, view),
    FirstContact: () => firstContact(definitions),
    ProactiveSupport: (view) => proactiveSupport(definitions, now, view),
    SurveyScores: (view) => surveyScores(definitions, view),
  };
  return Object.fromEntries(
    Object.entries(made).flatMap(([name, make]) => {
      const view = members[name];
      return view ? [[name, make(view)]] : [];
    }),
  );
}
