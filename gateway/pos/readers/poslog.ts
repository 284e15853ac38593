import { SaxesParser } from 'saxes';
import { AisleError } from '../../../models/contract/errors.ts';
import type { Item } from '../intake.ts';
import { transactionItem } from './ndjson.ts';
import { transactionOf } from './poslog-transaction.ts';
import { ITEMS, MAX_RECORD_BYTES, type PosReader, type ReaderContext } from './reader.ts';
import { asUtf8, unpacked } from './text.ts';
import type { XmlNode } from './xml-node.ts';

/** The POSLog of NRF and OMG (ARTS), 2.2 to 6: each RetailTransaction with its sales, returns and voids. */
export const poslog: PosReader = {
  kind: 'poslog',
  endings: ['xml'],
  open: (chunks, context) => ({ items: read(chunks, context) }),
};

/** As deep as a POSLog is three times over. */
const MAX_DEPTH = 64;
const MAX_NODES = 100_000;

async function* read(chunks: AsyncIterable<Buffer>, context: ReaderContext): AsyncGenerator<Item[]> {
  const parser = new Transactions(context.name);
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const turn = (): Item[] =>
    parser.taken.splice(0).map(({ node, line }) => transactionItem(transactionOf(node), line, context));
  for await (const chunk of asUtf8(unpacked(chunks, context.name), 'auto', context.name)) {
    // Small bites, so that a batch is handed out before much of it is held.
    for (let at = 0; at < chunk.length; at += BITE_BYTES) {
      let fault: unknown;
      try {
        parser.write(decoder.decode(chunk.subarray(at, at + BITE_BYTES), { stream: true }));
      } catch (error) {
        fault = error instanceof AisleError ? error : parser.fault('it holds bytes that are no UTF-8');
      }
      if (parser.taken.length >= ITEMS || fault) yield turn();
      if (fault) throw fault;
    }
  }
  yield turn();
  parser.close();
}

const BITE_BYTES = 1 << 15;

/** Builds each Transaction as a small tree and lets it go; nothing else of the document is kept. */
class Transactions {
  readonly taken: { node: XmlNode; line: number }[] = [];
  readonly #parser = new SaxesParser({ position: true });
  readonly #name: string;
  #path: XmlNode[] = [];
  #depth = 0;
  #nodes = 0;
  #quiet = 0;
  #line = 0;

  constructor(name: string) {
    this.#name = name;
    const parser = this.#parser;
    parser.on('error', (error) => {
      throw this.fault(error.message.replace(/^\d+:\d+: /, ''));
    });
    // Entities are defined in a DOCTYPE and nowhere else: without one there is nothing to expand or to fetch.
    parser.on('doctype', () => {
      throw this.fault('it has a DOCTYPE, which a POSLog does not need');
    });
    parser.on('opentag', (tag) => this.#open(tag as { name: string; attributes: Record<string, string> }));
    parser.on('text', (text) => this.#text(text));
    parser.on('cdata', (text) => this.#text(text));
    parser.on('closetag', () => this.#close());
  }

  write(text: string): void {
    this.#quiet += text.length;
    this.#parser.write(text);
    if (this.#quiet > MAX_RECORD_BYTES) throw this.fault('1 MB goes by without a tag');
  }

  close(): void {
    this.#parser.close();
  }

  #open(tag: { name: string; attributes: Record<string, string> }): void {
    this.#quiet = 0;
    if (++this.#depth > MAX_DEPTH) throw this.fault(`tags lie more than ${MAX_DEPTH} deep`);
    const name = localName(tag.name);
    if (this.#path.length === 0 && name !== 'Transaction') return;
    if (this.#path.length === 0) [this.#nodes, this.#line] = [0, this.#parser.line];
    if (++this.#nodes > MAX_NODES) throw this.fault(`a transaction has more than ${MAX_NODES} tags`);
    const node: XmlNode = { name, attributes: tag.attributes, text: '', children: [] };
    this.#path.at(-1)?.children.push(node);
    this.#path.push(node);
  }

  #text(text: string): void {
    const node = this.#path.at(-1);
    if (node && text.trim() !== '') node.text += text;
  }

  #close(): void {
    this.#quiet = 0;
    this.#depth--;
    const node = this.#path.pop();
    const counts = node && this.#path.length === 0 && node.children.some((it) => it.name === 'RetailTransaction');
    if (counts) this.taken.push({ node, line: this.#line });
  }

  fault = (reason: string): AisleError =>
    new AisleError(
      'BAD_INPUT',
      `${this.#name}:${this.#parser.line}: ${reason}`,
      'Send a whole and well-formed POSLog; what is stored already is known again.',
    );
}

const localName = (name: string) => name.slice(name.indexOf(':') + 1);
