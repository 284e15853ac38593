import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { Keeper } from '../session/keeper.ts';
import type { May } from '../session/may.ts';
import '../styles/views.css';
import '../styles/forms.css';
import '../styles/rows.css';

/** What every view but Today is given. */
export interface ViewProps {
  store: string;
  timeZone: string;
  /** By the store's clock. */
  nowMs: number;
  keeper: Keeper;
  may: May;
  /** Of what the tills said last; undefined while that is not known. */
  currency: string | undefined;
  /** To be called when what was done changes figures: they are asked for anew. */
  onFigures: () => void;
}

interface Props {
  title: string;
  lead?: ComponentChildren;
  aside?: ComponentChildren;
  children: ComponentChildren;
}

/** A view's frame. Its heading takes the focus, so that who uses a keyboard or a reader starts there. */
export function View({ title, lead, aside, children }: Props) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);
  return (
    <section class="section view" aria-labelledby="view-title">
      <div class="section-head">
        <h2 id="view-title" ref={heading} tabIndex={-1}>
          {title}
        </h2>
        {aside && <div class="view-aside">{aside}</div>}
      </div>
      {lead && <p class="view-lead muted">{lead}</p>}
      {children}
    </section>
  );
}
