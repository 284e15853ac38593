import type { FunnelWait } from '../../models/contract/funnel.ts';
import { clock, count, dayName, duration, percent } from '../format.ts';
import { Table } from '../ui/table.tsx';

const HEAD = ['Hour', 'Mean wait', '9 of 10 below', 'Served', 'Gave up', 'Sales', 'Cancelled'];

const isKnown = (it: FunnelWait): boolean =>
  [it.served, it.gaveUp, it.transactions, it.cancelled].some((n) => n !== null && n > 0);

/** Hours in which somebody waited or bought; whether who waits long takes the basket back is for the reader to judge. */
export function WaitTable({ waits, timeZone }: { waits: readonly FunnelWait[]; timeZone: string }) {
  if (waits.length === 0) return <p class="empty">No queue is drawn on the plan.</p>;
  const told = waits.filter(isKnown);
  if (told.length === 0) return <p class="empty">Nothing is known of queues and tills in this time.</p>;
  return (
    <div class="funnel-long">
      <Table name="Waits and cancelled receipts" head={HEAD} numbers={[1, 2, 3, 4, 5, 6]}>
        {told.map((it) => {
          const at = Date.parse(it.start);
          const begun = (it.transactions ?? 0) + (it.cancelled ?? 0);
          return (
            <tr key={it.start}>
              <th scope="row">
                {clock(at, timeZone)}
                <small class="muted">{dayName(at, timeZone)}</small>
              </th>
              <td class="number">{duration(it.waitS.mean)}</td>
              <td class="number">{duration(it.waitS.p90)}</td>
              <td class="number">{count(it.served)}</td>
              <td class="number">{count(it.gaveUp)}</td>
              <td class="number">{count(it.transactions)}</td>
              <td class="number">
                {count(it.cancelled)}
                {it.cancelled !== null && it.cancelled > 0 && (
                  <small class="muted">{percent(it.cancelled / begun)} of those begun</small>
                )}
              </td>
            </tr>
          );
        })}
      </Table>
    </div>
  );
}
