// Compiled, never run: each role's types contain exactly the members of its schema.
// @ts-expect-error an administrator sees no person
import type { Refugee as ForAdministrator } from '../generated/ADMINISTRATOR/types.js';
import type { Query as ForConsultant, Refugee as RefugeeForConsultant } from '../generated/INTEGRATION_CONSULTANT/types.js';
import type { Refugee as ForCentre } from '../generated/CENTRE_WORKER/types.js';
import type { Refugee as ForMunicipality, RefugeeFilterInput, Mutation as MutationForMunicipality } from '../generated/MUNICIPALITY/types.js';

export type Has =
  | ForCentre['dateOfBirth']
  | ForMunicipality['phone']
  | NonNullable<RefugeeFilterInput['age']>['gte']
  | MutationForMunicipality['acknowledgeHandoverNotice']
  | ForConsultant['branchActivations'];

export type HasNot =
  // @ts-expect-error the date of birth is the centre's
  | ForMunicipality['dateOfBirth']
  // @ts-expect-error a consent is given at the centre
  | MutationForMunicipality['giveConsent']
  // @ts-expect-error the consultant needs no names
  | RefugeeForConsultant['name'];

export type Nobody = ForAdministrator;
