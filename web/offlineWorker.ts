/** Writes `worker.js`, with the names of all that the page is made of: a new build is a new worker. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import type { Plugin } from 'vite';

const WORKER = new URL('./src/offline/worker.js', import.meta.url);
const PUBLIC = new URL('./public/', import.meta.url);

export function offlineWorker(): Plugin {
  return {
    name: 'offline-worker',
    apply: 'build',
    enforce: 'post',
    generateBundle(_, bundle) {
      const own = readdirSync(PUBLIC);
      const hash = createHash('sha256');
      for (const name of own) hash.update(readFileSync(new URL(name, PUBLIC)));
      const built = Object.keys(bundle).filter((name) => !name.endsWith('.html'));
      const files = [...built, ...own].sort().map((name) => `/${name}`);
      // The files' names carry a hash of their content; the page itself has no other.
      hash.update(files.join('\n'));
      const shell = { version: hash.digest('hex').slice(0, 16), files };
      const source = `self.SHELL = ${JSON.stringify(shell)};\n${readFileSync(WORKER, 'utf8')}`;
      this.emitFile({ type: 'asset', fileName: 'worker.js', source });
    },
  };
}
