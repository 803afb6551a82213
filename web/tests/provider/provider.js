// A real OpenID Connect provider on loopback, for the service's own tests.
//
//   node provider.js REDIRECT_URI
//
// Prints `provider ADDRESS` and runs until it is killed. Whoever is sent to its
// interaction names the account in the address (`?account=…`) instead of filling in a form; all else
// is as in earnest: PKCE is demanded, codes hold once, and claims come from the user info endpoint.
import { createServer } from 'node:http';
import Provider from 'oidc-provider';

const accounts = {
  buyer: {
    name: 'Demonstration Inköparsson',
    email: 'buyer@example.org',
    groups: ['buyers'],
    organisation_number: '402000-0008',
  },
  operator: { name: 'Demonstration Operatörsson', groups: ['operators'], networks: ['a'] },
  stranger: { name: 'Demonstration Främlingsson', groups: ['unheard of'] },
};

const [redirectUri] = process.argv.slice(2);
const server = createServer();
server.listen(0, '127.0.0.1', () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const provider = makeProvider(issuer);
  const answer = provider.callback();
  server.on('request', (request, response) => {
    const isInteraction = request.url.startsWith('/interaction/');
    if (isInteraction) interact(provider, issuer, request, response);
    else answer(request, response);
  });
  console.log(`provider ${issuer}`);
});

function makeProvider(issuer) {
  return new Provider(issuer, {
    clients: [
      {
        client_id: 'tackning',
        client_secret: 'a secret of the tests',
        redirect_uris: [redirectUri],
        grant_types: ['authorization_code'],
        response_types: ['code'],
      },
    ],
    claims: {
      openid: ['sub', 'groups', 'organisation_number', 'networks'],
      profile: ['name'],
      email: ['email'],
    },
    pkce: { required: () => true },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
    findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, ...accounts[id] }) }),
    cookies: { keys: ['a key of the tests'] },
  });
}

async function interact(provider, issuer, request, response) {
  try {
    const { prompt, params, session } = await provider.interactionDetails(request, response);
    const account = new URL(request.url, issuer).searchParams.get('account');
    if (account === 'nobody') {
      await provider.interactionFinished(request, response, { error: 'access_denied' });
    } else if (prompt.name === 'login') {
      await provider.interactionFinished(request, response, { login: { accountId: account } });
    } else {
      const grant = new provider.Grant({
        accountId: session.accountId,
        clientId: params.client_id,
      });
      grant.addOIDCScope(params.scope);
      const consent = { grantId: await grant.save() };
      await provider.interactionFinished(
        request,
        response,
        { consent },
        { mergeWithLastSubmission: true },
      );
    }
  } catch (error) {
    response.writeHead(500, { 'content-type': 'text/plain' }).end(String(error));
  }
}
