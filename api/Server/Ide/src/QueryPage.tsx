import { GraphiQL } from 'graphiql';
import { useEffect, useMemo, useState } from 'react';
import { fetcherFor, listNotices, whoAmI } from './api';
import { SignIn } from './SignIn';
import { nobody, type Persona, type Token } from './tokens';

const welcome = `# Sign in above: documentation and completion then show what that role has.
# Ctrl+Space completes, Ctrl+Enter runs.
{
  viewer { role scope scopeName }
  permissions { type field access condition }
}
`;

/** GraphiQL, with the sign-in above it. */
export function QueryPage({ personas }: { personas: Persona[] }) {
  const [token, setToken] = useState<Token>(() => nobody);
  const [status, setStatus] = useState('');
  const [notices, setNotices] = useState<string[]>([]);
  // A new fetcher makes GraphiQL fetch the schema again.
  const fetcher = useMemo(() => fetcherFor(token), [token]);

  useEffect(() => {
    let current = true;
    setStatus('');
    void whoAmI(token).then(text => current && setStatus(text));
    return () => { current = false; };
  }, [token]);

  useEffect(() => {
    let current = true;
    void listNotices().then(found => current && setNotices(found));
    return () => { current = false; };
  }, []);

  return (
    <>
      <header className="sign-in">
        {notices.map(notice => <p className="notice" key={notice}>{notice}</p>)}
        <h1>Integration.Graph</h1>
        <SignIn personas={personas} onChange={chosen => setToken(() => chosen)} />
        <p role="status">{status}</p>
      </header>
      <main>
        {/* Queries can name persons, so they are kept no longer than the tab. */}
        <GraphiQL fetcher={fetcher} defaultQuery={welcome} storage={sessionStorage} inputValueDeprecation schemaDescription>
          {/* Replaces GraphiQL's logo, which links to another host and has too little contrast. */}
          <GraphiQL.Logo><></></GraphiQL.Logo>
        </GraphiQL>
      </main>
    </>
  );
}
