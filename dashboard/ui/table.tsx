import type { ComponentChildren } from 'preact';

interface Props {
  name: string;
  head: readonly string[];
  /** Columns that hold numbers. */
  numbers?: readonly number[];
  children: ComponentChildren;
}

/** A table that scrolls by itself where the screen is too narrow, also by the keyboard. */
export function Table({ name, head, numbers = [], children }: Props) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a table that scrolls must be reachable with the keyboard
    <section class="table-scroll" tabIndex={0} aria-label={`${name}, scrolls sideways`}>
      <table>
        <thead>
          <tr>
            {head.map((it, i) => (
              <th key={it} scope="col" class={numbers.includes(i) ? 'number' : undefined}>
                {it}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </section>
  );
}
