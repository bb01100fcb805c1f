import { ApolloClient, ApolloLink, CombinedGraphQLErrors, HttpLink, InMemoryCache } from '@apollo/client/core';
import { GiveConsentDocument, type GiveConsentInput, type GiveConsentMutation } from '../generated/CENTRE_WORKER/graphql.js';
import centre from '../generated/CENTRE_WORKER/possibleTypes.js';
import { SharedWorklistDocument } from '../generated/FULL/graphql.js';
import full from '../generated/FULL/possibleTypes.js';
import { WorklistDocument } from '../generated/MUNICIPALITY/graphql.js';
import municipality from '../generated/MUNICIPALITY/possibleTypes.js';
import { explain, person, server, signIn, type Report } from './api.js';

function client(token: string, { possibleTypes }: { possibleTypes: Record<string, string[]> }): ApolloClient {
  return new ApolloClient({
    link: ApolloLink.from([new HttpLink({ uri: new URL('/graphql', server).href, headers: { authorization: `Bearer ${token}` } })]),
    // Interfaces and unions of the schema. The cache needs them to match `... on Error`.
    cache: new InMemoryCache({
      possibleTypes,
      typePolicies: {
        Query: {
          fields: {
            refugees: {
              keyArgs: ['where', 'order'],
              merge: (before, page, { args }) => args?.after ? { ...page, nodes: [...before.nodes, ...page.nodes] } : page,
            },
          },
        },
      },
    }),
  });
}

/** All pages of the municipality's worklist, each requested with the end cursor of the previous one. */
async function worklist(report: Report): Promise<void> {
  const caseworker = client(await signIn('MUNICIPALITY', { municipality: '0461' }), municipality);
  const options = { query: WorklistDocument, variables: { first: 10 } };
  let page = (await caseworker.query(options)).data?.refugees?.pageInfo;
  report.pages = 1;
  const screen = caseworker.watchQuery(options);
  while (page?.hasNextPage) {
    page = (await screen.fetchMore({ variables: { after: page.endCursor } })).data?.refugees?.pageInfo;
    report.pages++;
  }
  const all = caseworker.readQuery(options);
  report.worklist = (all?.refugees?.nodes ?? []).map(refugee => ({
    reference: refugee.reference,
    name: refugee.name === null ? null : `${refugee.name.given} ${refugee.name.family}`,
    withheld: refugee.withheld.map(explain),
  }));
}

type ConsentError = NonNullable<GiveConsentMutation['giveConsent']['errors']>[number];

/** Every error of the mutation has its own type with details. */
function say(error: ConsentError): string {
  switch (error.__typename) {
    case 'ConsentInForceError': return `Version ${error.version} is in force; change it instead.`;
    case 'InvalidInputError': return `${error.field}: ${error.message}`;
    default: return error.message;
  }
}

async function consent(report: Report): Promise<void> {
  const worker = client(await signIn('CENTRE_WORKER', { centre: 'center-sandholm' }), centre);
  const input: GiveConsentInput = {
    refugeeId: person,
    method: 'SIGNED_FORM',
    language: 'ara',
    grants: [{ recipient: 'MUNICIPALITY', field: 'NAME' }, { recipient: 'VOLUNTEERS', field: 'LANGUAGES' }],
  };
  const given = await worker.mutate({ mutation: GiveConsentDocument, variables: { input } });
  const now = given.data?.giveConsent.refugee?.consent;
  report.consent = now ? { version: now.version, status: now.status } : null;
  const again = await worker.mutate({ mutation: GiveConsentDocument, variables: { input } });
  report.refusal = again.data?.giveConsent.errors?.map(say).join(' ') ?? null;
}

/** One document for two roles: `@ifPermitted` leaves out what the role's schema lacks. */
async function shared(report: Report): Promise<void> {
  for (const token of [await signIn('MUNICIPALITY', { municipality: '0461' }), await signIn('INTEGRATION_CONSULTANT')]) {
    const { data } = await client(token, full).query({ query: SharedWorklistDocument, fetchPolicy: 'no-cache' });
    const [first] = data?.refugees?.nodes ?? [];
    report.shared.push({ role: data?.viewer.role ?? 'nobody', hasName: first !== undefined && 'name' in first });
  }
}

/** The client reads the reason from the body, whatever the status code is (294, 422, 401). */
async function refused(report: Report): Promise<void> {
  const caseworker = client(await signIn('MUNICIPALITY', { municipality: '0461' }), municipality);
  const nobody = client('no token', municipality);
  for (const [asker, variables] of [[caseworker, { first: 10, after: 'nowhere' }], [caseworker, { first: 'ten' as never }], [nobody, { first: 10 }]] as const) {
    try {
      await asker.query({ query: WorklistDocument, variables, fetchPolicy: 'no-cache' });
    } catch (error) {
      if (!CombinedGraphQLErrors.is(error)) throw error;
      report.codes.push(...error.errors.map(e => String(e.extensions?.['code'])));
    }
  }
}

const report: Report = { pages: 0, worklist: [], consent: null, refusal: null, shared: [], codes: [] };
try {
  await worklist(report);
  await consent(report);
  await shared(report);
  await refused(report);
  console.log(JSON.stringify(report));
} catch (error) {
  if (CombinedGraphQLErrors.is(error)) console.error(error.errors.map(e => `${e.extensions?.['code']}: ${e.message}`).join('\n'));
  throw error;
}
