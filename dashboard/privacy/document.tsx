import { useEffect, useState } from 'preact/hooks';
import type { PrivacyDocument } from '../../models/contract/privacy.ts';
import { type Fault, faultOf } from '../api.ts';
import { FaultBox, Skeleton } from '../ui/card.tsx';
import { type Block, blocksOf, spansOf } from './markdown.ts';

interface Props {
  url: string;
  name: PrivacyDocument;
}

/** A document that the gateway makes of its configuration, to be read and printed. */
export function DocumentSheet({ url, name }: Props) {
  const { text, fault } = useText(url);
  if (fault) return <FaultBox fault={fault} />;
  if (text === undefined) return <Skeleton lines={6} />;
  return (
    <>
      <div class="row-more-head no-print">
        <span class="muted">Made of the configuration as it is now.</span>
        <span class="row-buttons">
          <a class="button button-small" href={url} download={`aisle-${name}.md`}>
            Download
          </a>
          <button type="button" class="button button-small" onClick={() => print()}>
            Print
          </button>
        </span>
      </div>
      <article class={`sheet sheet-${name}`} data-testid={`document-${name}`}>
        {blocksOf(text).map((it, i) => (
          <BlockPart key={i} block={it} />
        ))}
      </article>
    </>
  );
}

function useText(url: string): { text?: string; fault?: Fault } {
  const [found, setFound] = useState<{ url?: string; text?: string; fault?: Fault }>({});
  useEffect(() => {
    const asking = new AbortController();
    fetch(url, { signal: asking.signal })
      .then(async (response) => {
        if (response.ok) setFound({ url, text: await response.text() });
        else
          setFound({
            url,
            fault: faultOf(response.status, response.statusText, await response.json().catch(() => undefined)),
          });
      })
      .catch(
        (error: Error) => !asking.signal.aborted && setFound({ url, fault: { kind: 'away', message: error.message } }),
      );
    return () => asking.abort();
  }, [url]);
  return found.url === url ? found : {};
}

function BlockPart({ block }: { block: Block }) {
  switch (block.kind) {
    case 'heading':
      return block.level === 1 ? (
        <h3 class="sheet-title">
          <Spans text={block.text} />
        </h3>
      ) : (
        <h4>
          <Spans text={block.text} />
        </h4>
      );
    case 'list':
      return (
        <ul>
          {block.items.map((it) => (
            <li key={it}>
              <Spans text={it} />
            </li>
          ))}
        </ul>
      );
    case 'table':
      return (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a table that scrolls must be reachable with the keyboard
        <section class="table-scroll" tabIndex={0} aria-label="Table, scrolls sideways">
          <table>
            {block.head.some((it) => it !== '') && (
              <thead>
                <tr>
                  {block.head.map((it, i) => (
                    <th key={i} scope="col">
                      {it}
                    </th>
                  ))}
                </tr>
              </thead>
            )}
            <tbody>
              {block.rows.map((row, i) => (
                <tr key={i}>
                  {row.map((cell, at) =>
                    at === 0 ? (
                      <th key={at} scope="row">
                        <Spans text={cell} />
                      </th>
                    ) : (
                      <td key={at}>
                        <Spans text={cell} />
                      </td>
                    ),
                  )}
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      );
    case 'text':
      return (
        <p>
          <Spans text={block.text} />
        </p>
      );
  }
}

function Spans({ text }: { text: string }) {
  return (
    <>
      {spansOf(text).map((it, i) => {
        if (it.kind === 'code') return <code key={i}>{it.text}</code>;
        return it.kind === 'strong' ? <strong key={i}>{it.text}</strong> : it.text;
      })}
    </>
  );
}
