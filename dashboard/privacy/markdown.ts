/** The little of Markdown that the gateway's documents use. */
export type Block =
  | { kind: 'heading'; level: number; text: string }
  | { kind: 'text'; text: string }
  | { kind: 'list'; items: string[] }
  | { kind: 'table'; head: string[]; rows: string[][] };

/** Reads a document into blocks; what it does not know stays text. */
export function blocksOf(markdown: string): Block[] {
  const blocks: Block[] = [];
  for (const part of markdown.split(/\n{2,}/)) {
    const lines = part.split('\n').filter((line) => line.trim() !== '');
    if (lines.length === 0) continue;
    const heading = /^(#{1,4}) (.*)$/.exec(lines[0]);
    if (heading) {
      blocks.push({ kind: 'heading', level: heading[1].length, text: heading[2] });
      lines.shift();
    }
    if (lines.length > 0) blocks.push(blockOf(lines));
  }
  return blocks;
}

function blockOf(lines: string[]): Block {
  if (lines.every((line) => line.startsWith('- '))) {
    return { kind: 'list', items: lines.map((line) => line.slice(2)) };
  }
  if (lines.length > 1 && lines[0].startsWith('|') && /^\|( *:?-+:? *\|)+$/.test(lines[1])) {
    const [head, , ...rows] = lines.map(cellsOf);
    return { kind: 'table', head, rows };
  }
  return { kind: 'text', text: lines.join(' ') };
}

/** A bar that stands in a cell is written with a backslash. */
const cellsOf = (line: string): string[] =>
  line
    .replace(/^\||\|$/g, '')
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim().replaceAll('\\|', '|'));

/** Text with what stands between backticks and stars apart. */
export function spansOf(text: string): { kind: 'plain' | 'code' | 'strong'; text: string }[] {
  return text
    .split(/(`[^`]+`|\*\*[^*]+\*\*)/)
    .filter((it) => it !== '')
    .map((it) => {
      if (/^`[^`]+`$/.test(it)) return { kind: 'code', text: it.slice(1, -1) };
      if (/^\*\*[^*]+\*\*$/.test(it)) return { kind: 'strong', text: it.slice(2, -2) };
      return { kind: 'plain', text: it };
    });
}
