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
  failures: {
    sign_in_not_offered:
      'You are not signed in. Here one cannot sign in at an organisation. Sign in with an access token.',
    sign_in_unreachable:
      'You are not signed in. Your organisation’s sign-in does not answer now. Try again in a while.',
    sign_in_not_started:
      'You are not signed in. The sign-in did not begin in this browser, or has already ended. Try again.',
    sign_in_expired: 'You are not signed in. Signing in took too long. Try again.',
    sign_in_refused:
      'You are not signed in. The sign-in was broken off, or your organisation did not let you in. Try again, or turn to your organisation.',
    sign_in_not_trusted:
      'You are not signed in. The answer from your organisation could not be verified. Try again. If it goes wrong again, turn to whoever administers the service.',
    person_not_active:
      'You are not signed in. You may not sign in here any more. Turn to whoever administers the service.',
    other:
      'You are not signed in. Something went wrong. Try again. If it goes wrong again, turn to whoever administers the service.',
  },
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
    erase_measurements: 'erase measurements and say how a campaign treats them',
    write_requirements: 'lay down requirements',
    write_profiles: 'change profiles',
    report_officially: 'report dead zones without a moderator',
    moderate_reports: 'moderate reports',
    erase_contacts: 'erase contacts',
    read_cases: 'read reasons and tests of cases',
    answer_cases: 'answer to cases',
    decide_cases: 'decide on cases',
    write_contracts: 'keep the terms of contracts',
    read_agreements: 'read framework agreements and call-offs',
    set_report_receivers: 'set where operators are told of gap reports',
    write_agreements: 'keep framework agreements and call-offs',
    keep_bid_rooms: 'keep bid rooms',
    hand_in_bids: 'hand in bids',
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
