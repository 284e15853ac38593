import type { ComponentChildren } from 'preact';
import type { Fault } from '../api.ts';
import { Download } from '../download/download.tsx';
import type { Resource } from '../state.ts';

interface SourceProps {
  url: string | undefined;
  label?: string;
}

/** Where a number comes from: the gateway's own answer. */
export function Source({ url, label = 'source' }: SourceProps) {
  if (url === undefined) return null;
  return (
    <a class="source" href={url} target="_blank" rel="noreferrer" title={`The gateway's answer: ${url}`}>
      {label}
    </a>
  );
}

interface CardProps {
  title: string;
  id?: string;
  class?: string;
  url?: string;
  /** The table of the download, where one answer is exported as several. */
  part?: string;
  busy?: boolean;
  aside?: ComponentChildren;
  children: ComponentChildren;
}

export function Card({ title, id, class: extra = '', url, part, busy = false, aside, children }: CardProps) {
  return (
    <section class={`card ${extra}`} aria-label={title} aria-busy={busy} data-testid={id}>
      <header class="card-head">
        <h3>{title}</h3>
        <div class="card-aside">
          {aside}
          <Download url={url} part={part} />
          <Source url={url} />
        </div>
      </header>
      {children}
    </section>
  );
}

/** What went wrong in the gateway's own words, and what to do about it. */
export function FaultBox({ fault, onRetry }: { fault: Fault; onRetry?: () => void }) {
  const away = fault.kind === 'away';
  const title = away ? 'The gateway does not answer' : fault.problem.title;
  const detail = away ? fault.message : fault.problem.detail;
  const fix = away ? 'This page tries again by itself. Check that the gateway runs.' : fault.problem.fix;
  return (
    <div class="fault" role="alert" data-testid="fault">
      <strong>{title}</strong>
      <p>{detail}</p>
      {fix !== undefined && (
        <p>
          <b>What to do:</b> {fix}
        </p>
      )}
      {onRetry && (
        <button type="button" class="button" onClick={onRetry}>
          Try again
        </button>
      )}
    </div>
  );
}

export function Skeleton({ lines = 3, tall = false }: { lines?: number; tall?: boolean }) {
  return (
    <div class={`skeleton ${tall ? 'skeleton-tall' : ''}`} role="status">
      <span class="visually-hidden">Loading…</span>
      {Array.from({ length: lines }, (_, i) => (
        <span key={i} style={{ width: tall ? '100%' : `${90 - ((i * 23) % 50)}%` }} />
      ))}
    </div>
  );
}

interface LoadedProps<T> {
  resource: Resource<T>;
  lines?: number;
  tall?: boolean;
  onRetry?: () => void;
  children: (data: T) => ComponentChildren;
}

/** The states every answer has: not here yet, refused, or here. */
export function Loaded<T>({ resource, lines, tall, onRetry, children }: LoadedProps<T>) {
  if (resource.data !== undefined) return <>{children(resource.data)}</>;
  if (resource.fault) return <FaultBox fault={resource.fault} onRetry={onRetry} />;
  return <Skeleton lines={lines} tall={tall} />;
}
