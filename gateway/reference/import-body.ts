import { setImmediate as turn } from 'node:timers/promises';
import { AisleError } from '../../models/contract/errors.ts';
import type { ReferenceTaken } from '../../models/contract/reference.ts';
import type { Db } from '../store/tables.ts';
import { Intake, type IntakeOrder } from './intake.ts';
import { readRows } from './read-rows.ts';

/** A longer table goes through `aisle reference import`. */
export const MOST_BODY_BYTES = 64 * 1024 ** 2;
/** The same packed with gzip, unpacked. */
const MOST_UNPACKED_BYTES = 4 * MOST_BODY_BYTES;
/** Rows of one commit: between two of them the event loop turns. */
const PART_ROWS = 500;

/**
 * Takes in a table, or rows a line, as it is being sent: in parts, each durable before the next is read. One that breaks off
 * ends nothing, and sent again adds only what is missing. Throws BAD_INPUT or BAD_CALL, or an error of status 413.
 */
export async function importBody(
  db: Db,
  body: AsyncIterable<Buffer>,
  order: IntakeOrder,
  wall: () => number,
): Promise<ReferenceTaken> {
  const reading = readRows(atMost(body, MOST_BODY_BYTES), order.kind, order.name, MOST_UNPACKED_BYTES);
  const intake = new Intake(db, order, wall);
  await intake.begin();
  try {
    let rows = 0;
    for await (const some of reading.rows) {
      rows += some.length;
      for (let at = 0; at < some.length; at += PART_ROWS) {
        await intake.take(some.slice(at, at + PART_ROWS));
        await turn();
      }
    }
    if (rows === 0) throw new AisleError('BAD_INPUT', `${order.name} holds no row`, 'Send a head and rows below it.');
    const taken = await intake.done();
    return { ...taken, ignored: [...reading.ignored, ...taken.ignored] };
  } catch (error) {
    await intake.failed(error as Error);
    throw error;
  }
}

async function* atMost(body: AsyncIterable<Buffer>, mostBytes: number): AsyncGenerator<Buffer> {
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.length;
    if (bytes > mostBytes) {
      throw Object.assign(new Error(`the body is longer than ${mostBytes} bytes`), { statusCode: 413 });
    }
    yield chunk;
  }
}
