// An OpenID Connect issuer with oidc-provider. RealIssuer.cs starts it and describes its use.
//
// The first line of standard input is the configuration, a JSON object:
//   host, port, certificate, key   the address to listen on; with certificate and key (PEM files) over TLS
//   audience                       audience of the access tokens: an absolute URI
//   algorithm, lifetime            signing algorithm and lifetime in seconds of the access tokens
//   clients, users                 objects: map each name to the claims of its access tokens besides the standard ones
// The first line of standard output is {"issuer": "<address>"}. The issuer ends when standard input ends.
import { generateKeyPairSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { createInterface } from 'node:readline';
import { Provider } from 'oidc-provider';

const lines = createInterface({ input: process.stdin });
lines.on('close', () => process.exit(0));
lines.once('line', (line) => start(JSON.parse(line)));

function start({ host, port, certificate, key, audience, algorithm, lifetime, clients, users }) {
  const secure = Boolean(certificate);
  const server = secure
    ? createHttpsServer({ cert: readFileSync(certificate), key: readFileSync(key) })
    : createHttpServer();
  server.once('error', (error) => {
    console.error(error.message);
    process.exit(1);
  });
  server.listen(port, host, () => {
    // The issuer's name contains its port, which is not known earlier.
    const issuer = `${secure ? 'https' : 'http'}://${host}:${server.address().port}`;
    const provider = new Provider(issuer, configuration({ audience, algorithm, lifetime, clients, users }));
    provider.on('server_error', (_, error) => console.error(error.stack));
    server.on('request', provider.callback());
    console.log(JSON.stringify({ issuer }));
  });
}

function configuration({ audience, algorithm, lifetime, clients, users }) {
  return {
    jwks: { keys: [signingKey('rsa', { modulusLength: 2048 }), signingKey('ec', { namedCurve: 'P-256' })] },
    cookies: { keys: ['a key for cookies of tests'] },
    clients: [
      ...Object.keys(clients).map((id) => ({
        client_id: id,
        client_secret: `secret-of-${id}`,
        grant_types: ['client_credentials'],
        redirect_uris: [],
        response_types: [],
      })),
      // A front end: it has no secret, and a user signs in with it.
      {
        client_id: 'screen',
        token_endpoint_auth_method: 'none',
        grant_types: ['authorization_code'],
        redirect_uris: ['https://screen.example.org/callback'],
        response_types: ['code'],
      },
    ],
    features: {
      clientCredentials: { enabled: true },
      // Pages that sign in any user of the configuration without a password.
      devInteractions: { enabled: true },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => audience,
        useGrantedResource: () => true,
        getResourceServerInfo: () => ({
          audience,
          scope: 'graph',
          accessTokenFormat: 'jwt',
          accessTokenTTL: lifetime,
          jwt: { sign: { alg: algorithm } },
        }),
      },
    },
    findAccount: (_, id) => (id in users ? { accountId: id, claims: () => ({ sub: id }) } : undefined),
    extraTokenClaims: (_, token) => (token.kind === 'ClientCredentials' ? clients[token.clientId] : users[token.accountId]),
    ttl: { ClientCredentials: lifetime, AccessToken: lifetime, Grant: 3600, IdToken: 3600, Interaction: 3600, Session: 3600 },
  };
}

function signingKey(type, options) {
  const { privateKey } = generateKeyPairSync(type, options);
  return { ...privateKey.export({ format: 'jwk' }), kid: `${type}-1`, use: 'sig' };
}
