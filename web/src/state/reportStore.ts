/** Reports on the device until the service has them: nothing else of the page is kept there. */
import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import type { DeadZone, DeadZoneReport } from '../api/types';

export type KeptReport = {
  /** By which the service knows it again. */
  key: string;
  report: DeadZoneReport;
  /** When it was made, RFC 3339. */
  madeAt: string;
  /** The service's own reason; null: it hasn't refused it. */
  refusal: { sv: string; en: string } | null;
  /** What the service answered, until its reader has seen it. */
  answer: DeadZone | null;
};

export interface ReportStore {
  all(): Promise<KeptReport[]>;
  put(kept: KeptReport): Promise<void>;
  remove(key: string): Promise<void>;
}

interface Schema extends DBSchema {
  reports: { key: string; value: KeptReport };
}

/** In the browser's own database, which a closed page and a phone without power leave as it is. */
export class DeviceStore implements ReportStore {
  #opening: Promise<IDBPDatabase<Schema>> | null = null;

  async all(): Promise<KeptReport[]> {
    return (await this.#database()).getAll('reports');
  }

  async put(kept: KeptReport): Promise<void> {
    await (await this.#database()).put('reports', kept);
  }

  async remove(key: string): Promise<void> {
    await (await this.#database()).delete('reports', key);
  }

  #database(): Promise<IDBPDatabase<Schema>> {
    this.#opening ??= openDB<Schema>('tackning', 1, {
      upgrade: (database) => void database.createObjectStore('reports', { keyPath: 'key' }),
    });
    return this.#opening;
  }
}
