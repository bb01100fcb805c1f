import { createGraphiQLFetcher, type Fetcher } from '@graphiql/toolkit';
import { createClient } from 'graphql-ws';
import { nobody, type Token } from './tokens';

// Relative to the page, which is served beside the API.
const address = '../graphql';

/** Adds the current token to each request. A token in the headers editor takes precedence. */
export const fetcherFor = (token: Token): Fetcher => createGraphiQLFetcher({
  url: address,
  wsClient: createClient({
    url: new URL(address, location.href).href.replace(/^http/, 'ws'),
    // Opened with the first subscription and closed with the last, with the token of that moment.
    lazy: true,
    connectionParams: async () => {
      const current = await token();
      return current === null ? {} : { authorization: `Bearer ${current}` };
    },
  }),
  enableIncrementalDelivery: false,
  fetch: async (url: RequestInfo | URL, request?: RequestInit) => {
    const headers = new Headers(request?.headers);
    const current = await token();
    if (current !== null && !headers.has('Authorization')) headers.set('Authorization', `Bearer ${current}`);
    return fetch(url, { ...request, headers });
  },
});

interface Answer {
  data?: { viewer: { role: string | null; scopeName: string | null } };
  errors?: { message: string }[];
}

interface Notice {
  data?: { viewer: { isDemonstration: boolean; hasAssumptions: boolean } };
}

/** Notices about the data behind the API, as sentences; empty if the request fails. */
export async function listNotices(): Promise<string[]> {
  try {
    const answer = await fetcherFor(nobody)({ query: '{ viewer { isDemonstration hasAssumptions } }' }) as Notice;
    return [
      ...answer.data?.viewer.isDemonstration ? ['Demonstration: every person on this server is invented.'] : [],
      ...answer.data?.viewer.hasAssumptions ? ['Some branches and activities on this server are assumptions: see Branch.origin and Activity.origin.'] : [],
    ];
  } catch {
    return [];
  }
}

/** The role and scope that the server sees, as a sentence. */
export async function whoAmI(token: Token): Promise<string> {
  try {
    const answer = await fetcherFor(token)({ query: '{ viewer { role scopeName } }' }) as Answer;
    if (answer.data === undefined) return answer.errors?.[0]?.message ?? 'The server did not say who is signed in.';
    const { role, scopeName } = answer.data.viewer;
    if (role === null) return 'Nobody is signed in: this is the schema that everyone sees.';
    return `This is the schema of ${role}${scopeName === null ? '' : `, ${scopeName}`}.`;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
