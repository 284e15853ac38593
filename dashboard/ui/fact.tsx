import type { ComponentChildren } from 'preact';

interface FactProps {
  id: string;
  name: string;
  value: string;
  hint?: string;
  children?: ComponentChildren;
}

/** A figure beside others, in a `dl`; what qualifies it stands below. */
export function Fact({ id, name, value, hint, children }: FactProps) {
  return (
    <div class="fact" title={hint}>
      <dt>{name}</dt>
      <dd data-testid={id}>
        {value}
        {children && <small class="muted">{children}</small>}
      </dd>
    </div>
  );
}
