import type { Words } from '..';

export const session: Words['session'] = {
  signIn: 'Sign in',
  signOut: 'Sign out',
  heading: 'Sign in',
  close: 'Close',
  explained:
    'The map, the tables and published deliveries are open to all. Sign in to hand in, review or decide.',
  needed: 'What you asked for needs signing in.',
  ended: 'Your session has ended. Sign in again: what you typed is still there.',
  atProvider: 'Sign in at your organisation',
  inNewTab: 'opens in a new tab; then come back here',
  or: 'or',
  token: 'Access token',
  tokenHelp: 'Begins with tck_. The page does not keep it.',
  tokenMissing: 'Paste the access token.',
  demonstration:
    'In the demonstration a token for each role is printed when the service starts, in the window where it was started.',
  signingIn: 'Signing in …',
  signedInAs: (name, role) => `Signed in as ${name}, ${role}`,
  signedOut: 'You are signed out.',
  account: 'Signed in',
  role: 'Role',
  organisation: 'Organisation',
  networks: 'Networks',
  mayDo: 'May',
  mayOnlyRead: 'Read what is published',
  roles: {
    reader: 'reader',
    regional_developer: 'regional developer',
    procurer: 'procurer',
    municipal_reporter: 'municipal reporter',
    operator: 'operator',
    administrator: 'administrator',
  },
  permissions: {
    read_deliveries: 'read deliveries that are not published',
    deliver: 'hand in coverage',
    decide_deliveries: 'accept, reject and publish deliveries',
    import_measurements: 'hand in measurements',
    write_requirements: 'lay down requirements',
    write_profiles: 'change profiles',
    manage_access: 'manage organisations, people and tokens',
    read_audit: 'read the audit trail',
  },
};

export const problem: Words['problem'] = {
  sign_in_needed: 'This needs signing in.',
  csrf_token_needed: 'The session has changed since the page was opened. Try again.',
  not_allowed: 'Your role may not do this. Turn to whoever administers the service.',
  broken_off: 'Broken off.',
};
