import type { AnyCube } from '../cube.ts';
import type { Microseconds } from '../source-rows.ts';
import { accountActivation, productQualifiedAccounts } from './account-views.ts';
import { activeUsers, featureAdoption, featureReuse } from './feature-views.ts';
import { type CatalogueView, catalogueViews } from './members.ts';
import type { CatalogueDefinitions } from './settings.ts';
import { activationCurve, afterActivation, onboarding } from './user-views.ts';

/** The views that the catalogue adds, first half; without features in the definitions, those of features are not among them. */
export function catalogue(definitions: CatalogueDefinitions, now: Microseconds): Record<string, AnyCube> {
  const members = catalogueViews(definitions);
  const made: Record<string, (view: CatalogueView) => AnyCube> = {
    Onboarding: (view) => onboarding(definitions, now, view),
    ActivationCurve: () => activationCurve(definitions, now),
    AfterActivation: (view) => afterActivation(definitions, now, view),
    FeatureAdoption: (view) => featureAdoption(definitions, now, view),
    FeatureReuse: (view) => featureReuse(definitions, now, view),
    ActiveUsers: (view) => activeUsers(definitions, view),
    AccountActivation: (view) => accountActivation(definitions, now, view),
    ProductQualifiedAccounts: (view) => productQualifiedAccounts(definitions, now, view),
  };
  return Object.fromEntries(
    Object.entries(made).flatMap(([name, make]) => {
      const view = members[name];
      return view ? [[name, make(view)]] : [];
    }),
  );
}
