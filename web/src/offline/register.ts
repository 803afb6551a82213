/** Has the browser keep the page, so that it opens where there is no connection. */
export function keepWorkingOffline(): void {
  // Without encryption no browser lets a page be kept; while it is written, the newest is wanted.
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return;
  // Where it is refused the page works as before, with a connection.
  navigator.serviceWorker.register('/worker.js').catch(() => {});
}
