/** An element without its namespace. */
export interface XmlNode {
  name: string;
  attributes: Record<string, string>;
  text: string;
  children: XmlNode[];
}

export const child = (node: XmlNode | undefined, ...names: string[]): XmlNode | undefined =>
  node?.children.find((it) => names.includes(it.name));

/** The text of the first child of one of these names. */
export function textOf(node: XmlNode | undefined, ...names: string[]): string | undefined {
  const text = child(node, ...names)?.text.trim();
  return text === '' ? undefined : text;
}

export const isSet = (flag: string | undefined): boolean => flag === 'true' || flag === '1';

/** A number; what is none stays the text that it is, for the check to refuse. */
export function numberOf(text: string | undefined): number | string | undefined {
  if (text === undefined) return undefined;
  return /^[+-]?(\d+\.?\d*|\.\d+)$/.test(text) ? Number(text) : text;
}
