import Type, { type Static } from 'typebox';
import { AlertRules, Alerts } from '../../models/contract/alerts.ts';
import { type NodeAnswer, Nodes } from '../../models/contract/api/nodes.ts';
import { Id, Instant } from '../../models/contract/ids.ts';
import { CameraState, HealthMessage, StateMessage } from '../../models/contract/node-messages.ts';
import { Notes } from '../../models/contract/notes.ts';
import { PosClocks, PosImports, PosRejects } from '../../models/contract/pos.ts';
import { Privacy } from '../../models/contract/privacy.ts';
import { ReferenceImports } from '../../models/contract/reference.ts';
import { type ExportTable, itemsOf, table } from './table.ts';

const place = { store: Id, node: Id };
const { dropped: _, ...camera } = CameraState.properties;
const { outbox, uptimeS, residentBytes, restarts } = HealthMessage.properties;
const { birth: __, health: ___, ...node } = itemsOf(Nodes.properties.nodes);

/** Of the nodes of a store; the gateway answers those of all stores in the same way. */
export const nodeTables: readonly ExportTable[] = [
  table(
    'nodes',
    Nodes,
    Type.Object({
      ...{ ...node, version: Type.String(), model: Type.String(), provider: Type.String() },
      ...{ uptimeS, residentBytes, restarts, outbox },
    }),
    ({ nodes }) => nodes.map(nodeRow),
  ),
  table(
    'cameras',
    Nodes,
    Type.Object({ ...place, nodeState: StateMessage.properties.state, at: Instant, ...camera }),
    ({ nodes }) =>
      nodes.flatMap(({ store, node: id, state: nodeState, health }) =>
        (health?.cameras ?? []).map((it) => ({ store, node: id, nodeState, at: health!.time, ...it })),
      ),
    'nodes',
  ),
];

/** What stands beside the figures: what is to be done, what was noted, what came in and from where. */
export const workTables: readonly ExportTable[] = [
  ...nodeTables,
  { ...table('alerts', Alerts, Type.Object(itemsOf(Alerts.properties.alerts)), (it) => it.alerts), next: 'cursor' },
  table(
    'alert-rules',
    AlertRules,
    Type.Object(itemsOf(AlertRules.properties.rules)),
    ({ rules }) => rules,
    'alerts/rules',
  ),
  table('notes', Notes, Type.Object(itemsOf(Notes.properties.notes)), ({ notes }) => notes),
  table(
    'imports',
    PosImports,
    Type.Object(itemsOf(PosImports.properties.imports)),
    ({ imports }) => imports,
    'pos/imports',
  ),
  table(
    'rejects',
    PosRejects,
    Type.Object(itemsOf(PosRejects.properties.rejects)),
    ({ rejects }) => rejects,
    'pos/imports/{id}/rejects',
  ),
  table('kept', Privacy, Type.Object(itemsOf(Privacy.properties.kept)), ({ kept }) => kept, 'privacy'),
  table(
    'till-clocks',
    PosClocks,
    Type.Object(itemsOf(PosClocks.properties.clocks)),
    ({ clocks }) => clocks,
    'pos/clocks',
  ),
  table(
    'reference-imports',
    ReferenceImports,
    Type.Object(itemsOf(ReferenceImports.properties.imports)),
    ({ imports }) => imports,
    'reference/imports',
  ),
];

const nodeRow = ({ birth, health, ...rest }: Static<typeof NodeAnswer>) => ({
  ...rest,
  ...{ version: birth?.version, model: birth?.model, provider: (health ?? birth)?.provider.provider },
  ...{ uptimeS: health?.uptimeS, residentBytes: health?.residentBytes, restarts: health?.restarts },
  outbox: health?.outbox,
});
