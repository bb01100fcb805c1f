import { Client, fetchExchange, type AnyVariables, type OperationResult } from '@urql/core';
import { GiveConsentDocument, type GiveConsentInput, type GiveConsentMutation } from '../generated/CENTRE_WORKER/graphql.js';
import { SharedWorklistDocument } from '../generated/FULL/graphql.js';
import { WorklistDocument, type WorklistQuery } from '../generated/MUNICIPALITY/graphql.js';
import { explain, person, server, signIn, type Report } from './api.js';

function client(token: string): Client {
  return new Client({
    url: new URL('/graphql', server).href,
    exchanges: [fetchExchange],
    // Queries about persons are sent by POST only, so that no URL contains a personal value.
    preferGetMethod: false,
    fetchOptions: { headers: { authorization: `Bearer ${token}` } },
  });
}

/** The data, or an exception that names the error codes. */
function dataOf<Data, Variables extends AnyVariables>(result: OperationResult<Data, Variables>): Data {
  if (result.error) throw new Error(result.error.graphQLErrors.map(e => `${e.extensions['code']}: ${e.message}`).join('\n') || result.error.message);
  return result.data!;
}

type Person = NonNullable<WorklistQuery['refugees']>['nodes'][number];

/** The municipality's worklist, page by page. */
async function* pages(caseworker: Client): AsyncGenerator<Person[]> {
  let after: string | null = null;
  do {
    const { refugees }: WorklistQuery = dataOf(await caseworker.query(WorklistDocument, { first: 10, after }));
    if (refugees === null) return;
    yield refugees.nodes;
    after = refugees.pageInfo.hasNextPage ? refugees.pageInfo.endCursor : null;
  } while (after !== null);
}

async function worklist(report: Report): Promise<void> {
  for await (const page of pages(client(await signIn('MUNICIPALITY', { municipality: '0461' })))) {
    report.pages++;
    report.worklist.push(...page.map(refugee => ({
      reference: refugee.reference,
      name: refugee.name && `${refugee.name.given} ${refugee.name.family}`,
      withheld: refugee.withheld.map(explain),
    })));
  }
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
  const worker = client(await signIn('CENTRE_WORKER', { centre: 'center-sandholm' }));
  const input: GiveConsentInput = {
    refugeeId: person,
    method: 'SIGNED_FORM',
    language: 'ara',
    grants: [{ recipient: 'MUNICIPALITY', field: 'NAME' }, { recipient: 'VOLUNTEERS', field: 'LANGUAGES' }],
  };
  const given = dataOf(await worker.mutation(GiveConsentDocument, { input })).giveConsent;
  const now = given.refugee?.consent;
  report.consent = now ? { version: now.version, status: now.status } : null;
  const again = dataOf(await worker.mutation(GiveConsentDocument, { input })).giveConsent;
  report.refusal = again.errors?.map(say).join(' ') ?? null;
}

/** One document for two roles: `@ifPermitted` leaves out what the role's schema lacks. */
async function shared(report: Report): Promise<void> {
  for (const token of [await signIn('MUNICIPALITY', { municipality: '0461' }), await signIn('INTEGRATION_CONSULTANT')]) {
    const { viewer, refugees } = dataOf(await client(token).query(SharedWorklistDocument, {}));
    const [first] = refugees?.nodes ?? [];
    report.shared.push({ role: viewer.role ?? 'nobody', hasName: first !== undefined && 'name' in first });
  }
}

/** The client reads the reason from the body, whatever the status code is (294, 422, 401). */
async function refused(report: Report): Promise<void> {
  const caseworker = client(await signIn('MUNICIPALITY', { municipality: '0461' }));
  for (const [asker, variables] of [[caseworker, { first: 10, after: 'nowhere' }], [caseworker, { first: 'ten' as never }], [client('no token'), { first: 10 }]] as const) {
    const { error } = await asker.query(WorklistDocument, variables);
    report.codes.push(...error?.graphQLErrors.map(e => String(e.extensions['code'])) ?? []);
  }
}

const report: Report = { pages: 0, worklist: [], consent: null, refusal: null, shared: [], codes: [] };
await worklist(report);
await consent(report);
await shared(report);
await refused(report);
console.log(JSON.stringify(report));
