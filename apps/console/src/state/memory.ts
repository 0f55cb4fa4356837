/**
 * What the browser keeps for the page. The key and the draft are the tab's own and go with it; the words of runs and the
 * theme stay. A browser that keeps nothing (private windows may) costs no more than that.
 */
const PREFIX = 'season-orchestrator.';

export function remembered(store: 'tab' | 'browser', name: string): string | null {
  try {
    return storageOf(store).getItem(PREFIX + name);
  } catch {
    return null;
  }
}

export function remember(store: 'tab' | 'browser', name: string, value: string | null): void {
  try {
    if (value === null) storageOf(store).removeItem(PREFIX + name);
    else storageOf(store).setItem(PREFIX + name, value);
  } catch {
    // a full or forbidden storage
  }
}

function storageOf(store: 'tab' | 'browser'): Storage {
  return store === 'tab' ? sessionStorage : localStorage;
}
