import { type ColumnDefinitionBuilder, type Kysely, type Migration, SqliteAdapter, sql } from 'kysely';

type Columns = Record<string, string>;

/**
 * Receipts with their lines, their sums by minute and business day, imports with their rejects, baskets. No row refers
 * to another by a foreign key: each line would cost a look-up, and nothing deletes a receipt alone.
 */
export const sales: Migration = {
  async up(db: Kysely<unknown>) {
    // Lines lie in the order of their receipts, without a second tree; PostgreSQL has no such tables.
    const clustered = db.getExecutor().adapter instanceof SqliteAdapter ? sql`without rowid` : sql``;
    const serial = (c: ColumnDefinitionBuilder) => c.primaryKey().autoIncrement();
    for (const [name, { columns, key }] of Object.entries(TABLES)) {
      let table = db.schema.createTable(name);
      for (const [column, type] of Object.entries(columns)) {
        const optional = type.endsWith('?');
        const plain = sql.raw(type.replace('?', ''));
        table = table.addColumn(column, plain, (c) =>
          name === 'pos_imports' && column === 'id' ? serial(c) : optional ? c : c.notNull(),
        );
      }
      if (key) table = table.addPrimaryKeyConstraint(`${name}_key`, key as never);
      await (CLUSTERED.has(name) ? table.modifyEnd(clustered) : table).execute();
    }
    for (const [index, { table, columns, unique }] of Object.entries(INDEXES)) {
      const made = db.schema.createIndex(index).on(table).columns(columns);
      await (unique ? made.unique() : made).execute();
    }
  },

  async down(db: Kysely<unknown>) {
    for (const name of Object.keys(TABLES).reverse()) await db.schema.dropTable(name).execute();
  },
};

const SUMS: Columns = {
  ...{ sales: 'integer', receipts: 'integer', unpriced: 'integer', returns: 'integer' },
  ...{ staff: 'integer', collect: 'integer', net: 'bigint', gross: 'bigint', discount: 'bigint' },
  ...{ items: 'double precision', returned: 'bigint' },
};

const TABLES: Record<string, { columns: Columns; key?: string[] }> = {
  pos_imports: {
    columns: {
      ...{ id: 'integer', store: 'text', name: 'text', via: 'text', format: 'text', mapping: 'text?', state: 'text' },
      ...{ started: 'bigint', ended: 'bigint?', accepted: 'bigint', duplicates: 'bigint', rejected: 'bigint' },
      ...{ reject_file: 'text?', error: 'text?' },
    },
  },
  pos_rejects: {
    columns: { import: 'integer', line: 'bigint', receipt_line: 'integer?', field: 'text', reason: 'text' },
  },
  receipts: {
    columns: {
      ...{ id: 'integer', store: 'text', day: 'text', till: 'text', number: 'text', revision: 'integer' },
      ...{ start: 'bigint?', time: 'bigint', kind: 'text', currency: 'text', loyalty: 'text?', staff: 'integer' },
      ...{ collect: 'integer', net: 'bigint', gross: 'bigint', discount: 'bigint', items: 'double precision' },
      ...{ returned: 'bigint', unpriced: 'integer', lines: 'integer', import: 'integer' },
    },
    key: ['id'],
  },
  receipt_lines: {
    columns: {
      ...{ receipt: 'integer', line: 'integer', kind: 'text', sku: 'text?', description: 'text?' },
      ...{ quantity: 'double precision', unit: 'text', unit_price: 'bigint?', net: 'bigint?', gross: 'bigint?' },
      ...{ discount: 'bigint?', tax_kind: 'text?', tax_rate: 'double precision?', revision: 'integer', hash: 'text' },
    },
    key: ['receipt', 'line'],
  },
  receipt_changes: {
    columns: {
      ...{ receipt: 'integer', line: 'integer', at: 'bigint', import: 'integer', revision: 'integer', body: 'text' },
    },
  },
  sales_minute: {
    columns: { store: 'text', start: 'bigint', currency: 'text', ...SUMS },
    key: ['store', 'start', 'currency'],
  },
  sales_day: { columns: { store: 'text', day: 'text', currency: 'text', ...SUMS }, key: ['store', 'day', 'currency'] },
  baskets: {
    columns: { store: 'text', source: 'text', basket: 'integer', item: 'text' },
    key: ['store', 'source', 'basket', 'item'],
  },
};

const CLUSTERED = new Set(['receipt_lines', 'sales_minute', 'sales_day', 'baskets']);

const INDEXES: Record<string, { table: string; columns: string[]; unique?: true }> = {
  receipts_identity: { table: 'receipts', columns: ['store', 'day', 'till', 'number'], unique: true },
  receipts_time: { table: 'receipts', columns: ['store', 'time'] },
  pos_imports_store: { table: 'pos_imports', columns: ['store', 'id'] },
  pos_rejects_import: { table: 'pos_rejects', columns: ['import', 'line'] },
  receipt_changes_receipt: { table: 'receipt_changes', columns: ['receipt'] },
};
