/** What jsdom lacks: nothing has a size there, so nothing is ever observed. */
class NoSizes implements ResizeObserver {
  observe() {}
  unobserve() {}
  disconnect() {}
}

globalThis.ResizeObserver ??= NoSizes;
