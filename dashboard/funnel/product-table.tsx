import type { Funnel } from '../../models/contract/funnel.ts';
import { count, figure, money } from '../format.ts';
import { Table } from '../ui/table.tsx';

const HEAD = ['Product', 'Where', 'Sold', 'Net', 'Visits there', 'Sold a visit'];

/** What was sold, each product beside the visits of the zones that have it. */
export function ProductTable({ of: { products, zones, currency } }: { of: Funnel }) {
  if (products.length === 0) return <p class="empty">No till has told of something sold in this time.</p>;
  const names = new Map(zones.map((it) => [it.zone, it.name]));
  return (
    <div class="funnel-long">
      <Table name="Products sold" head={HEAD} numbers={[2, 3, 4, 5]}>
        {products.map((it) => (
          <tr key={it.sku} data-testid={`product-${it.sku}`}>
            <th scope="row">
              {it.name ?? it.sku}
              {it.name !== null && <small class="muted">{it.sku}</small>}
            </th>
            <td>
              {it.zones.map((zone) => names.get(zone) ?? zone).join(', ') || (
                <span class="muted">not in the planogram</span>
              )}
            </td>
            <td class="number">{figure(it.sold)}</td>
            <td class="number">{money(it.net, currency, 2)}</td>
            <td class="number">{count(it.visits)}</td>
            <td class="number">{figure(it.soldPerVisit)}</td>
          </tr>
        ))}
      </Table>
    </div>
  );
}
