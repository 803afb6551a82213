/** Networks beside each other by several weights, and pairs of networks. */
export const sideBySide = {
  heading: 'Näten sida vid sida',
  help: 'Vilket nät som är bäst beror på vad som vägs. Redovisad täckning utomhus.',
  rankings: 'Rangordning efter fyra vikter',
  weight: 'Vad som vägs',
  weights: {
    inhabitants: 'Invånare',
    land_area: 'Yta',
    municipalities: 'Kommuner, en röst var',
    own_places: 'Organisationernas egna platser',
  },
  rank: (rank: string) => `Plats ${rank}`,
  votes: (votes: string, total: string) => `${votes} av ${total} kommuner`,
  votesExplained:
    'Varje kommun ger sin röst till det nät som täcker flest av dess invånare; nät som täcker lika många delar den.',
  none: '–',
  organisation: 'Organisation',
  pairs: (organisation: string) => `Nät och par av nät för ${organisation}`,
  networks: 'Nät',
  places: 'Egna platser',
  routes: 'Egna rutter',
  gained: 'Utöver det bästa enskilda nätet',
  gainedBy: (places: string, route: string) => `${places} platser, ${route} rutt`,
};
