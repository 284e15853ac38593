import { useRef } from 'preact/hooks';
import { exportUrl, FORMATS, type Format } from './export-url.ts';

const names: Record<Format, string> = { csv: 'CSV', json: 'JSON', parquet: 'Parquet' };

/** The figures of an answer as a file, in the range that is shown. */
export function Download({ url, part }: { url: string | undefined; part?: string }) {
  const menu = useRef<HTMLDetailsElement>(null);
  const close = (): void => {
    if (menu.current) menu.current.open = false;
  };
  if (exportUrl(url, 'csv') === undefined) return null;
  const leave = (event: FocusEvent): void => {
    if (!menu.current?.contains(event.relatedTarget as Node | null)) close();
  };
  return (
    <details
      ref={menu}
      class="menu"
      onFocusOut={leave}
      onKeyDown={(event) => event.key === 'Escape' && close()}
      data-testid="download"
    >
      <summary class="source">download</summary>
      <ul class="menu-list">
        {FORMATS.map((it) => (
          <li key={it}>
            <a href={exportUrl(url, it, part)} download onClick={close}>
              {names[it]}
            </a>
          </li>
        ))}
      </ul>
    </details>
  );
}
