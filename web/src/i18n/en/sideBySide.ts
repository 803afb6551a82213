import type { Words } from '..';

export const sideBySide: Words['sideBySide'] = {
  heading: 'The networks side by side',
  help: 'Which network is best depends on what is weighed. Claimed coverage outdoors.',
  rankings: 'Ranking by four weights',
  weight: 'What is weighed',
  weights: {
    inhabitants: 'Inhabitants',
    land_area: 'Land area',
    municipalities: 'Municipalities, one vote each',
    own_places: 'The organisations’ own places',
  },
  rank: (rank) => `Place ${rank}`,
  votes: (votes, total) => `${votes} of ${total} municipalities`,
  votesExplained:
    'Each municipality votes for the network that covers most of its inhabitants; networks that cover as many share the vote.',
  none: '–',
  organisation: 'Organisation',
  pairs: (organisation) => `Networks and pairs of networks for ${organisation}`,
  networks: 'Networks',
  places: 'Own places',
  routes: 'Own routes',
  gained: 'Beyond the best single network',
  gainedBy: (places, route) => `${places} places, ${route} of routes`,
};
