import type { CameraStatus, Nodes } from '../../models/contract/api/nodes.ts';
import { Download } from '../download/download.tsx';
import { ago, count, DASH, figure, oneDecimal } from '../format.ts';
import { camerasOf, cameraWord, nodesOf, type Tone } from '../header/status.ts';
import type { PageState } from '../state.ts';
import { Card, Loaded } from '../ui/card.tsx';
import { QualityMark } from '../ui/quality.tsx';

interface Props {
  state: PageState;
  nowMs: number;
  onRetry: () => void;
}

/** The machines and cameras behind the numbers. */
export function NodesSection({ state, nowMs, onRetry }: Props) {
  const { nodes } = state.resources;
  return (
    <section class="section" aria-labelledby="nodes-title">
      <div class="section-head">
        <h2 id="nodes-title">Nodes &amp; cameras</h2>
        <Download url={nodes.url} part="cameras" />
      </div>
      <Loaded resource={nodes} lines={3} onRetry={onRetry}>
        {() => {
          const list = nodesOf(state);
          if (list.length === 0) return <p class="empty">No node of this store has reported yet.</p>;
          return (
            <div class="node-list">
              {list.map((it) => (
                <NodeCard key={it.node} node={it} state={state} nowMs={nowMs} url={nodes.url} />
              ))}
            </div>
          );
        }}
      </Loaded>
    </section>
  );
}

interface NodeProps {
  node: Nodes['nodes'][number];
  state: PageState;
  nowMs: number;
  url: string | undefined;
}

function NodeCard({ node, state, nowMs, url }: NodeProps) {
  const { health, birth, stored, lastSeen } = node;
  const tone: Tone = node.state === 'online' ? 'good' : 'bad';
  const heard = lastSeen === null ? 'never heard' : `heard ${ago(Date.parse(lastSeen), nowMs + state.clockOffsetMs)}`;
  const aside = (
    <span class={`status tone-${tone}`} data-testid={`node-${node.node}`}>
      <span class="status-dot" aria-hidden="true" />
      {node.state}, {heard}
    </span>
  );
  const provider = health?.provider ?? birth?.provider;
  return (
    <Card title={node.node} url={url} aside={aside}>
      <dl class="facts">
        <Fact name="Computes on" value={provider?.provider ?? DASH} />
        <Fact name="Model" value={birth?.model ?? DASH} />
        <Fact
          name="Waiting to be sent"
          value={count(health?.outbox.waiting)}
          bad={(health?.outbox.waiting ?? 0) > 100}
        />
        <Fact name="Stored messages" value={count(stored.messages)} />
        <Fact name="Still missing" value={count(stored.missing)} bad={stored.missing > 0} />
        <Fact name="Conflicts" value={count(stored.conflicts)} bad={stored.conflicts > 0} />
        <Fact name="Refused" value={count(stored.refused)} bad={stored.refused > 0} />
        <Fact name="Memory" value={health ? `${count(health.residentBytes / 1e6)} MB` : DASH} />
      </dl>
      <Cameras cameras={camerasOf(node, state)} />
    </Card>
  );
}

function Fact({ name, value, bad = false }: { name: string; value: string; bad?: boolean }) {
  return (
    <div class={bad ? 'fact fact-bad' : 'fact'}>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}

const tones: Record<CameraStatus['state'], Tone> = {
  starting: 'neutral',
  running: 'good',
  lost: 'bad',
  ended: 'warn',
  refused: 'bad',
};

function Cameras({ cameras }: { cameras: CameraStatus[] }) {
  if (cameras.length === 0) return <p class="muted">No camera has reported yet.</p>;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a table that scrolls must be reachable with the keyboard
    <section class="table-scroll" tabIndex={0} aria-label="Cameras, scrolls sideways">
      <table>
        <thead>
          <tr>
            <th scope="col">Camera</th>
            <th scope="col">State</th>
            <th scope="col" class="number">
              Frames/s
            </th>
            <th scope="col" class="number">
              Detection
            </th>
            <th scope="col" class="number">
              Dropped
            </th>
            <th scope="col">Seen</th>
          </tr>
        </thead>
        <tbody>
          {cameras.map((it) => (
            <tr key={it.camera} data-testid={`camera-${it.camera}`}>
              <th scope="row">
                {it.camera}
                <small class="muted">
                  {it.kind}
                  {it.repeats && ', repeats'}
                </small>
              </th>
              <td>
                <span class={`status tone-${tones[it.state]}`}>
                  <span class="status-dot" aria-hidden="true" />
                  {cameraWord(it.state)}
                </span>
                {it.reason !== null && <small class="muted">{it.reason}</small>}
              </td>
              <td class="number">{oneDecimal(it.framesPerSecond)}</td>
              <td class="number">{it.detectMs === null ? DASH : `${figure(it.detectMs)} ms`}</td>
              <td class="number" title={dropped(it)}>
                {count(Object.values(it.dropped).reduce((sum, n) => sum + n, 0))}
              </td>
              <td>
                <QualityMark coverage={it.coverage} short />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

const dropped = (it: CameraStatus): string =>
  Object.entries(it.dropped)
    .map(([reason, n]) => `${reason}: ${n}`)
    .join(', ') || 'none';
