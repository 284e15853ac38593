import type { RefObject } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Scheme } from '../plan/ramp.ts';

/** Light or dark, as the reader's system has it; follows a change. */
export function useScheme(): Scheme {
  const [dark, setDark] = useState(() => matchMedia('(prefers-color-scheme: dark)').matches);
  useEffect(() => {
    const media = matchMedia('(prefers-color-scheme: dark)');
    const listen = (): void => setDark(media.matches);
    media.addEventListener('change', listen);
    return () => media.removeEventListener('change', listen);
  }, []);
  return dark ? 'dark' : 'light';
}

/** An element's width and height in CSS pixels, 0 before it is laid out. */
export function useSize<E extends HTMLElement>(): [RefObject<E | null>, number, number] {
  const ref = useRef<E>(null);
  const [[width, height], setSize] = useState<[number, number]>([0, 0]);
  useLayoutEffect(() => {
    const element = ref.current;
    if (!element) return;
    const measure = (): void =>
      setSize((before) => {
        const now: [number, number] = [element.clientWidth, element.clientHeight];
        return now[0] === before[0] && now[1] === before[1] ? before : now;
      });
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return [ref, width, height];
}
