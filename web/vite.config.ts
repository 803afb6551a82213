import { svelte } from '@sveltejs/vite-plugin-svelte';
import { svelteTesting } from '@testing-library/svelte/vite';
import { defineConfig } from 'vitest/config';
import { offlineWorker } from './offlineWorker.ts';

// `npm run dev` sends the service's own paths to a running service.
const service = process.env['TACKNING_URL'] ?? 'http://127.0.0.1:8080';
const servicePaths = ['/api', '/auth', '/tiles', '/style.json'];
// The service writes addresses of tiles for the host that it was asked by: that stays the page's.
const proxy = Object.fromEntries(
  servicePaths.map((path) => [path, { target: service, changeOrigin: false }]),
);

export default defineConfig({
  plugins: [svelte(), svelteTesting(), offlineWorker()],
  build: {
    target: 'es2022',
    // Everything is a file of our own origin: the content security policy allows no data: scripts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // The map library is about a megabyte and is loaded once, after the page's own text.
    chunkSizeWarningLimit: 1200,
  },
  server: { proxy },
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          environment: 'jsdom',
          include: ['src/**/*.test.ts'],
          setupFiles: ['src/testing/setup.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'browser',
          environment: 'node',
          include: ['tests/browser/**/*.test.ts'],
          fileParallelism: false,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
