import { createContext } from 'preact';
import { useContext, useEffect, useState } from 'preact/hooks';
import type { Console } from './state/console.ts';
import type { PageState } from './state/page.ts';

const ConsoleContext = createContext<Console | null>(null);
export const ConsoleProvider = ConsoleContext.Provider;

export function useConsole(): Console {
  const found = useContext(ConsoleContext);
  if (found === null) throw new Error('a component of the console stands outside ConsoleProvider');
  return found;
}

/** The page's state, for the component that is rendered again whenever it changes. */
export function usePageState(console: Console): PageState {
  const [state, setState] = useState(console.state);
  useEffect(() => {
    const take = (): void => setState(console.state);
    take();
    return console.store.subscribe(take);
  }, [console]);
  return state;
}
