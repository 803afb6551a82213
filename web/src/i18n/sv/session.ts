/** Signing in, who one is, and what roles may do. */
import type { Permission, Role } from '../../api/types';

export const session = {
  signIn: 'Logga in',
  signOut: 'Logga ut',
  heading: 'Logga in',
  close: 'Stäng',
  explained:
    'Karta, tabeller och publicerade leveranser läser du utan att logga in. Logga in för att lämna in, granska eller besluta.',
  needed: 'Det du frågade efter kräver inloggning.',
  ended: 'Din inloggning har gått ut. Logga in igen: det du skrev finns kvar.',
  failures: {
    sign_in_not_offered:
      'Du är inte inloggad. Här går det inte att logga in hos en organisation. Logga in med en åtkomstnyckel.',
    sign_in_unreachable:
      'Du är inte inloggad. Din organisations inloggning svarar inte just nu. Försök igen om en stund.',
    sign_in_not_started:
      'Du är inte inloggad. Inloggningen började inte i den här webbläsaren, eller har redan avslutats. Försök igen.',
    sign_in_expired: 'Du är inte inloggad. Inloggningen tog för lång tid. Försök igen.',
    sign_in_refused:
      'Du är inte inloggad. Inloggningen avbröts, eller din organisation släppte inte in dig. Försök igen, eller vänd dig till din organisation.',
    sign_in_not_trusted:
      'Du är inte inloggad. Svaret från din organisation gick inte att kontrollera. Försök igen. Kommer felet tillbaka, vänd dig till den som förvaltar tjänsten.',
    person_not_active:
      'Du är inte inloggad. Du får inte längre logga in här. Vänd dig till den som förvaltar tjänsten.',
    /** Any other code. */
    other:
      'Du är inte inloggad. Något gick fel. Försök igen. Kommer felet tillbaka, vänd dig till den som förvaltar tjänsten.',
  },
  atProvider: 'Logga in hos din organisation',
  inNewTab: 'öppnas i en ny flik; kom sedan tillbaka hit',
  or: 'eller',
  token: 'Åtkomstnyckel',
  tokenHelp: 'Börjar med tck_. Den sparas inte på sidan.',
  tokenMissing: 'Klistra in åtkomstnyckeln.',
  demonstration:
    'I demonstrationen skrivs en nyckel för varje roll ut när tjänsten startar, i fönstret där den startades.',
  signingIn: 'Loggar in …',
  signedInAs: (name: string, role: string) => `Inloggad som ${name}, ${role}`,
  signedOut: 'Du är utloggad.',
  account: 'Inloggad',
  role: 'Roll',
  organisation: 'Organisation',
  networks: 'Nät',
  mayDo: 'Får',
  mayOnlyRead: 'Läsa det som är publicerat',
  roles: {
    reader: 'läsare',
    regional_developer: 'regionutvecklare',
    procurer: 'upphandlare',
    municipal_reporter: 'kommunens rapportör',
    operator: 'operatör',
    administrator: 'administratör',
  } satisfies Record<Role, string>,
  permissions: {
    read_deliveries: 'läsa leveranser som inte är publicerade',
    deliver: 'lämna in täckning',
    decide_deliveries: 'acceptera, avvisa och publicera leveranser',
    import_measurements: 'lämna in mätningar',
    erase_measurements: 'radera mätningar och bestämma hur en kampanj behandlar dem',
    write_requirements: 'lägga krav',
    write_profiles: 'ändra profiler',
    report_officially: 'anmäla vita fläckar utan granskning',
    moderate_reports: 'granska anmälningar',
    erase_contacts: 'radera kontaktuppgifter',
    read_cases: 'läsa skäl och mätningar i ärenden',
    answer_cases: 'svara på ärenden',
    decide_cases: 'besluta i ärenden',
    write_contracts: 'lägga in avtalens svarstider',
    read_agreements: 'läsa ramavtal och avrop',
    set_report_receivers: 'ange var operatörer får besked om bristrapporter',
    write_agreements: 'lägga in ramavtal och avrop',
    keep_bid_rooms: 'hålla anbudsrum',
    hand_in_bids: 'lämna anbud',
    manage_access: 'hantera organisationer, personer och nycklar',
    read_audit: 'läsa ändringsloggen',
  } satisfies Record<Permission, string>,
};

/** Where the service's own sentence speaks to programs. */
export const problem = {
  sign_in_needed: 'Detta kräver inloggning.',
  csrf_token_needed: 'Inloggningen har ändrats sedan sidan öppnades. Försök igen.',
  not_allowed: 'Din roll får inte göra detta. Vänd dig till den som förvaltar tjänsten.',
  broken_off: 'Avbrutet.',
};
