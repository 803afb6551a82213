// A real OpenID Connect provider on loopback, for the tests of service and page.
//
//   node provider.js REDIRECT_URI
//
// Prints `provider ADDRESS` and runs until it is killed. Its form asks for the account alone, and a
// program names it in the address (`?account=…`) right away; whoever signs in agrees to what is asked
// for, and `nobody` is refused. All else is as in earnest: PKCE is demanded, codes hold once, and
// claims come from the user info endpoint.
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

// No icon: a browser would ask for one that is not there.
const FORM = `<!doctype html>
<html lang="en">
  <title>Demonstration provider</title>
  <link rel="icon" href="data:," />
  <form>
    <label>Account <input name="account" required /></label>
    <button>Sign in</button>
  </form>
</html>`;

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
    const details = await provider.interactionDetails(request, response);
    const account = new URL(request.url, issuer).searchParams.get('account');
    if (details.prompt.name !== 'login') {
      const consent = await consentTo(provider, details);
      const merged = { mergeWithLastSubmission: true };
      await provider.interactionFinished(request, response, { consent }, merged);
    } else if (account === null) {
      response.writeHead(200, { 'content-type': 'text/html' }).end(FORM);
    } else {
      const refused = { error: 'access_denied', error_description: 'not shown on the page' };
      const result = account === 'nobody' ? refused : { login: { accountId: account } };
      await provider.interactionFinished(request, response, result);
    }
  } catch (error) {
    response.writeHead(500, { 'content-type': 'text/plain' }).end(String(error));
  }
}

async function consentTo(provider, { params, session }) {
  const { accountId } = session;
  const grant = new provider.Grant({ accountId, clientId: params.client_id });
  grant.addOIDCScope(params.scope);
  return { grantId: await grant.save() };
}
