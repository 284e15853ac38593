import { useState } from 'preact/hooks';
import type { Privacy, PrivacyDocument } from '../../models/contract/privacy.ts';
import { count } from '../format.ts';
import { roleNames } from '../session/may.ts';
import { useAnswer } from '../ui/answer.ts';
import { Card, Loaded } from '../ui/card.tsx';
import { Fact } from '../ui/fact.tsx';
import { Table } from '../ui/table.tsx';
import { View, type ViewProps } from '../ui/view.tsx';
import { DocumentSheet } from './document.tsx';
import '../styles/sheet.css';

const documentNames: Record<PrivacyDocument, string> = {
  kept: 'What is kept, and why',
  sign: 'Sign at the door',
  dpia: 'Impact assessment (draft)',
  record: 'Record of processing',
};

/** What is kept of people and published of them, as the configuration has it. */
export function PrivacyView({ store }: ViewProps) {
  const url = `/api/v1/stores/${encodeURIComponent(store)}/privacy`;
  const [resource, again] = useAnswer<Privacy>(url);
  return (
    <View
      title="Privacy"
      lead="What is kept of the people in this store, why and for how long, and what is shown of it. All of it is made of the configuration as it is now."
    >
      <Loaded resource={resource} lines={6} onRetry={again}>
        {(data) => (
          <>
            <Published data={data} />
            <Kept data={data} />
            <Documents data={data} url={url} />
          </>
        )}
      </Loaded>
    </View>
  );
}

function Published({ data: { k, kInForce, grid, heatMinutes, nodes, exempt, never } }: { data: Privacy }) {
  const cameras = nodes.reduce((sum, it) => sum + it.cameras.length, 0);
  return (
    <Card title="What is shown" id="privacy-shown" class="no-print">
      <dl class="facts">
        <Fact id="k" name="Least visits of a figure (k)" value={count(kInForce)}>
          {kInForce === 1 ? 'single visits are shown' : k === kInForce ? '' : `the site file says ${k}`}
        </Fact>
        <Fact id="grid-visits" name="Visits by" value={grid.visits} />
        <Fact id="grid-ways" name="Ways by" value={grid.ways} />
        <Fact id="grid-heat" name="Heat by" value={grid.heat} />
        <Fact id="heat-minutes" name="Heat leaves a node every" value={`${heatMinutes} min`} />
        <Fact id="cameras" name="Cameras" value={count(cameras)}>
          on {nodes.length === 1 ? 'one node' : `${nodes.length} nodes`}
        </Fact>
      </dl>
      <div class="view-columns">
        <div>
          <h4>Shown without that limit</h4>
          <ul class="plain-list">
            {exempt.map((it) => (
              <li key={it.figure}>
                <b>{it.figure}</b>: {it.why}{' '}
                <small class="muted">({it.roles.map((role) => roleNames[role]).join(', ') || 'to nobody'})</small>
              </li>
            ))}
          </ul>
        </div>
        <div>
          <h4>Never shown</h4>
          <ul class="plain-list">
            {never.map((it) => (
              <li key={it}>{it}</li>
            ))}
          </ul>
        </div>
      </div>
    </Card>
  );
}

function Kept({ data: { kept } }: { data: Privacy }) {
  return (
    <Card title="What is kept, and why" id="privacy-kept" class="no-print stack">
      <Table name="What is kept" head={['What', 'Why', 'Where', 'How long']} numbers={[3]}>
        {kept.map((it) => (
          <tr key={it.kind}>
            <th scope="row">{it.what}</th>
            <td>{it.why}</td>
            <td>{it.where}</td>
            <td class="number">{it.days === null ? 'until somebody deletes it' : `${count(it.days)} days`}</td>
          </tr>
        ))}
      </Table>
    </Card>
  );
}

function Documents({ data: { documents }, url }: { data: Privacy; url: string }) {
  const [open, setOpen] = useState<PrivacyDocument>();
  return (
    <Card title="Documents" id="privacy-documents" class="print-card stack">
      <fieldset class="segments no-print" aria-label="Document">
        {documents.map((it) => (
          <button key={it} type="button" aria-pressed={open === it} onClick={() => setOpen(it)}>
            {documentNames[it]}
          </button>
        ))}
      </fieldset>
      {open === undefined ? (
        <p class="muted card-sub">
          Choose one to read or print it. They are drafts: what is underlined is for you to fill in.
        </p>
      ) : (
        <DocumentSheet url={`${url}/${open}`} name={open} />
      )}
    </Card>
  );
}
