import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

const FLUSH_CHARS = 1 << 20;

/** A text file that is written line by line and never held whole. */
export class LineFile {
  private readonly fd: number;
  private parts: string[] = [];
  private chars = 0;
  bytes = 0;

  constructor(path: string, head?: string) {
    mkdirSync(dirname(path), { recursive: true });
    this.fd = openSync(path, 'w');
    if (head !== undefined) this.line(head);
  }

  line(text: string): void {
    this.parts.push(text, '\n');
    this.chars += text.length + 1;
    if (this.chars >= FLUSH_CHARS) this.flush();
  }

  json(value: unknown): void {
    this.line(JSON.stringify(value));
  }

  close(): void {
    this.flush();
    closeSync(this.fd);
  }

  private flush(): void {
    const bytes = Buffer.from(this.parts.join(''));
    for (let at = 0; at < bytes.length; ) at += writeSync(this.fd, bytes, at);
    this.bytes += bytes.length;
    this.parts = [];
    this.chars = 0;
  }
}
