import { figure } from '../format.ts';
import type { PageState } from '../state.ts';
import { nodesOf } from './status.ts';

/** What detects the people, where it computes, and why nothing faster does. */
export function Compute({ state }: { state: PageState }) {
  const nodes = nodesOf(state).filter((it) => it.birth !== null);
  if (nodes.length === 0) return null;
  return (
    <>
      {nodes.map(({ node, birth, health }) => {
        const choice = health?.provider ?? birth!.provider;
        const speed = choice.medianMs === null ? '' : `, ${figure(choice.medianMs)} ms a frame when tried`;
        // Recorded and simulated detections need none.
        const by =
          choice.provider === 'none' ? 'no detector needed' : `${birth!.model ?? 'no detector'} on ${choice.provider}`;
        return (
          <details key={node} class="compute" data-testid="compute">
            <summary>
              {nodes.length > 1 && `${node}: `}
              {by}
              {speed}
            </summary>
            <dl>
              {birth!.modelNote !== null && (
                <>
                  <dt>Model</dt>
                  <dd>{birth!.modelNote}</dd>
                </>
              )}
              {choice.refused.map((it) => (
                <>
                  <dt key={it.provider}>{it.provider} refused</dt>
                  <dd>{it.reason}</dd>
                </>
              ))}
              {choice.refused.length === 0 && (
                <>
                  <dt>Others</dt>
                  <dd>None was refused.</dd>
                </>
              )}
              <dt>Privacy</dt>
              <dd>
                k = {birth!.privacy.k}, heat leaves the node every {birth!.privacy.heatMinutes} min. No image, position
                or identity leaves it.
              </dd>
              <dt>Node</dt>
              <dd>
                {node}, version {birth!.version}
              </dd>
            </dl>
          </details>
        );
      })}
    </>
  );
}
