/** Who is signed in, what they may do, and whether the page asks for it. */
import { guard } from '../api/guard';
import { asProblem, type Problem } from '../api/problem';
import * as api from '../api/session';
import type { Me, Permission } from '../api/types';

/** Why the page asks to sign in: the reader wanted to, a question needs it, the session ended, or it went wrong. */
export type Asking = 'wanted' | 'needed' | 'ended' | 'failed';

export class Session {
  me = $state.raw<Me | null>(null);
  asking = $state<Asking | null>(null);
  /** Grows by one whenever somebody else asks: what is shown to one is not the other's. */
  turn = $state(0);

  /** The service's code for why the reader came back from the provider without being signed in. */
  failure = $state<string | null>(null);

  /** Who one is when a session has ended, once the reader lets it be. */
  #after: Me | null = null;

  readonly signedIn = $derived(this.me?.signed_in ?? false);

  may(permission: Permission): boolean {
    return this.me?.permissions.includes(permission) ?? false;
  }

  /**
   * Asks who one is. A session that has ended leaves the page as it is, with what is typed on it,
   * until the reader has signed in again or would rather not.
   */
  async refresh(): Promise<void> {
    try {
      const me = await api.me();
      if (me.signed_in || !this.signedIn) this.#become(me);
      else this.#end(me);
    } catch {
      // The frame's own question has failed too, and shows it.
    }
  }

  /** Null: signed in. */
  async signInByToken(token: string): Promise<Problem | null> {
    try {
      await api.beginTokenSession(token);
      this.#become(await api.me());
      return null;
    } catch (error) {
      return asProblem(error);
    }
  }

  /** Null: signed out. */
  async signOut(): Promise<Problem | null> {
    try {
      await api.signOut();
      this.#become(await api.me());
      return null;
    } catch (error) {
      return asProblem(error);
    }
  }

  /** A question was refused for want of a session. */
  needed = async (): Promise<void> => {
    await this.refresh();
    if (!this.signedIn) this.asking = 'needed';
  };

  /** The reader would rather not sign in. */
  dismiss(): void {
    this.asking = this.failure = null;
    if (this.#after) this.#become(this.#after);
  }

  #end(after: Me) {
    this.#after = after;
    this.asking = 'ended';
  }

  #become(me: Me) {
    const other = this.me !== null && holder(this.me) !== holder(me);
    this.me = me;
    this.#after = null;
    if (me.signed_in) this.asking = this.failure = null;
    else if (this.failure) this.asking = 'failed';
    guard.csrfToken = me.csrf_token;
    if (other) this.turn++;
  }
}

/** From the address to which the service sends a browser whose sign-in failed. */
export function failureIn(address: URL): string | null {
  return address.searchParams.get('sign_in_failed');
}

function holder({ name, role, networks }: Me): string {
  return JSON.stringify([name, role, networks]);
}

export const session = new Session();
guard.onSignInNeeded = () => void session.needed();
