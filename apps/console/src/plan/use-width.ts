import type { RefObject } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';

/** The width of an element in pixels, kept as it changes. */
export function useWidth<Target extends Element>(initial: number): [RefObject<Target | null>, number] {
  const target = useRef<Target>(null);
  const [width, setWidth] = useState(initial);
  useEffect(() => {
    if (target.current === null) return;
    const observer = new ResizeObserver(([entry]) => setWidth(entry.contentRect.width));
    observer.observe(target.current);
    return () => observer.disconnect();
  }, []);
  return [target, width];
}
