import type { PosImport, PosReject } from '../../models/contract/pos.ts';
import { Download } from '../download/download.tsx';
import { count } from '../format.ts';
import { useAnswer } from '../ui/answer.ts';
import { Loaded } from '../ui/card.tsx';
import { Table } from '../ui/table.tsx';

interface Props {
  it: PosImport;
  url: string;
}

/** Why lines of an import were rejected. */
export function Rejects({ it, url }: Props) {
  const [resource, again] = useAnswer<{ rejects: PosReject[]; more: boolean }>(url);
  return (
    <div class="row-more" data-testid="rejects">
      <Loaded resource={resource} onRetry={again}>
        {({ rejects, more }) => (
          <>
            <div class="row-more-head">
              <span class="muted">
                {more
                  ? `The first ${count(rejects.length)} of ${count(it.rejected)}.`
                  : `${count(rejects.length)} in all.`}
              </span>
              <Download url={url} />
            </div>
            <Table name="Rejects" head={['Line', 'Field', 'Reason', 'Receipt line']} numbers={[3]}>
              {rejects.slice(0, 200).map((reject, i) => (
                <tr key={i}>
                  <th scope="row">{count(reject.line)}</th>
                  <td>
                    <code>{reject.field}</code>
                  </td>
                  <td>{reject.reason}</td>
                  <td class="number">{reject.receiptLine ?? ''}</td>
                </tr>
              ))}
            </Table>
            {it.rejectFile !== null && (
              <p class="muted card-sub">
                <a href={`${url}/file`} download>
                  The lines themselves
                </a>
                , to be mended and sent again. Loyalty numbers are hashed in them, and known by that.
              </p>
            )}
          </>
        )}
      </Loaded>
    </div>
  );
}
