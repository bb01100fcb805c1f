/** A persona of the development issuer; `body` is the request body for its token. */
export interface Persona {
  label: string;
  role: string;
  body: Record<string, string>;
}

/** The token to send with the next request; null to send none. */
export type Token = () => Promise<string | null>;

export const nobody: Token = () => Promise.resolve(null);

/** A pasted token. It is kept in the memory of this page only. */
export const pasted = (token: string): Token => () => Promise.resolve(token);

/** The personas to sign in as; empty if the server is not its own issuer. */
export async function listPersonas(): Promise<Persona[]> {
  const answer = await fetch('../dev/personas');
  return answer.ok ? await answer.json() as Persona[] : [];
}

/** Requests a token when one is needed, and a new one 60 seconds before it expires. */
export function tokenOf(persona: Persona): Token {
  let current: { token: string; until: number } | null = null;
  return async () => {
    if (current === null || Date.now() > current.until) {
      const answer = await fetch('../dev/token', {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify(persona.body),
      });
      if (!answer.ok) throw new Error(`The server gave no token for “${persona.label}”: ${await answer.text()}`);
      const { access_token, expires_in } = await answer.json() as { access_token: string; expires_in: number };
      current = { token: access_token, until: Date.now() + (expires_in - 60) * 1000 };
    }
    return current.token;
  };
}
