import { useEffect, useState } from 'preact/hooks';
import type { PosImport } from '../../models/contract/pos.ts';
import { clock, count, dayName, duration } from '../format.ts';
import { useAnswer } from '../ui/answer.ts';
import { Card, Loaded } from '../ui/card.tsx';
import { View, type ViewProps } from '../ui/view.tsx';
import { Rejects } from './rejects.tsx';
import { UploadForm } from './upload.tsx';

/** What came from the tills, and what of it could not be taken. */
export function ImportsView({ store, keeper, may, onFigures }: ViewProps) {
  const base = `/api/v1/stores/${encodeURIComponent(store)}/pos`;
  const [resource, again] = useAnswer<{ imports: PosImport[] }>(may('import') ? `${base}/imports` : undefined);
  const running = resource.data?.imports.some((it) => it.state === 'running') ?? false;
  useEffect(() => {
    if (!running) return;
    const timer = setInterval(again, 2000);
    return () => clearInterval(timer);
  }, [running, again]);
  if (!may('import')) {
    return (
      <View title="Imports">
        <p class="empty">Your roles do not let you see what came from the tills of this store.</p>
      </View>
    );
  }
  return (
    <View
      title="Imports"
      lead="What the tills told: files, pushes and messages. A line that cannot be taken never stops the others; the same file sent again adds only what is missing."
    >
      <UploadForm
        base={base}
        keeper={keeper}
        onDone={() => {
          again();
          onFigures();
        }}
      />
      <Card title="Imports, the newest first" id="import-list" url={resource.url} busy={resource.loading}>
        <Loaded resource={resource} onRetry={again}>
          {({ imports }) =>
            imports.length === 0 ? (
              <p class="empty">
                <strong>Nothing has come yet.</strong> Send a file above, put one into the watched folder, or let the
                tills push.
              </p>
            ) : (
              <ul class="rows">
                {imports.map((it) => (
                  <ImportRow key={it.id} it={it} base={base} />
                ))}
              </ul>
            )
          }
        </Loaded>
      </Card>
    </View>
  );
}

const stateWords: Record<PosImport['state'], string> = { running: 'Running', done: 'Done', failed: 'Failed' };
const viaWords: Record<string, string> = {
  command: 'by command',
  upload: 'uploaded',
  folder: 'from the folder',
  push: 'pushed',
  mqtt: 'by MQTT',
};

function ImportRow({ it, base }: { it: PosImport; base: string }) {
  const [open, setOpen] = useState(false);
  // By the wall's clock of whoever reads, as imports are not of the store's day.
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  const startMs = Date.parse(it.started);
  const tookS = it.ended === null ? undefined : (Date.parse(it.ended) - startMs) / 1000;
  return (
    <li class="row" data-testid="import" data-import={it.id}>
      <div class="row-main">
        <b class="break">{it.name}</b>
        <small class="muted">
          <span>
            {dayName(startMs, timeZone)}, {clock(startMs, timeZone)}
          </span>
          <span>{viaWords[it.via] ?? it.via}</span>
          <span>{it.mapping === null ? it.format : `${it.format}, mapping ${it.mapping}`}</span>
          {tookS !== undefined && tookS >= 1 && <span>took {duration(tookS)}</span>}
        </small>
        {it.error !== null && <small class="reason">{it.error}</small>}
      </div>
      <dl class="counts">
        <div>
          <dt>accepted</dt>
          <dd>{count(it.accepted)}</dd>
        </div>
        <div>
          <dt>there before</dt>
          <dd>{count(it.duplicates)}</dd>
        </div>
        <div class={it.rejected > 0 ? 'counts-bad' : ''}>
          <dt>rejected</dt>
          <dd>{count(it.rejected)}</dd>
        </div>
      </dl>
      <div class="row-buttons import-end">
        {it.state !== 'done' && <span class={`tag tag-${it.state}`}>{stateWords[it.state]}</span>}
        {it.rejected > 0 && (
          <button
            type="button"
            class="button button-small"
            aria-expanded={open}
            aria-label={`Rejects of ${it.name}`}
            onClick={() => setOpen(!open)}
          >
            Rejects
          </button>
        )}
      </div>
      {open && <Rejects it={it} url={`${base}/imports/${it.id}/rejects`} />}
    </li>
  );
}
