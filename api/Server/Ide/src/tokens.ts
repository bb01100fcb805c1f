/** Somebody whom the development issuer gives a token for; `body` is what it is asked with. */
export interface Persona {
  label: string;
  role: string;
  body: Record<string, string>;
}

/** The token to send with the next request; null to send none. */
export type Token = () => Promise<string | null>;

export const nobody: Token = () => Promise.resolve(null);

/** A token from elsewhere. It is kept in this page only, and gone when the page is. */
export const pasted = (token: string): Token => () => Promise.resolve(token);

/** Those to sign in as; none where the server is not its own issuer. */
export async function listPersonas(): Promise<Persona[]> {
  const answer = await fetch('../dev/personas');
  return answer.ok ? await answer.json() as Persona[] : [];
}

/** Gets a token when one is needed, and another before it expires. */
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
