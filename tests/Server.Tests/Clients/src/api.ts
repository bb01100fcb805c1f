/** The server, and a person at the centre Sandholm who wants contact but has not given a consent yet. */
export const server = required('SERVER');
export const person = required('PERSON');

/** A token of the development issuer; elsewhere the front end's own sign-in gets one from the OpenID Connect issuer. */
export async function signIn(role: string, scope: Record<string, string> = {}): Promise<string> {
  const answer = await fetch(new URL('/dev/token', server), {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ role, ...scope }),
  });
  if (!answer.ok) throw new Error(await answer.text());
  return (await answer.json() as { access_token: string }).access_token;
}

/** The text on a screen for a field that is withheld. */
export function explain(withheld: { field: string; reason: string }): string {
  const field = withheld.field.toLowerCase();
  switch (withheld.reason) {
    case 'NOT_GRANTED': return `${field}: not permitted`;
    case 'PROTECTED_ADDRESS': return `${field}: protected`;
    case 'NOT_RECORDED': return `${field}: not known yet`;
    default: throw new Error(`An unknown reason: ${withheld.reason}`);
  }
}

/** The data that the client has received, for the test that runs it. */
export interface Report {
  pages: number;
  worklist: { reference: string; name: string | null; withheld: string[] }[];
  consent: { version: number; status: string } | null;
  refusal: string | null;
  shared: { role: string; hasName: boolean }[];
  codes: string[];
}

function required(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`The environment variable ${name} is missing.`);
  return value;
}
