import type { Validator } from 'typebox/compile';
import { Settings } from 'typebox/system';
import { LineCounter, parseDocument } from 'yaml';

/** One thing wrong with a file. `line` counts from 1; `field` is a path such as `zones[0].polygon`. */
export interface FileFault {
  line: number;
  field: string;
  message: string;
  fix: string;
}

export type Path = (string | number)[];
export interface Finding {
  path: Path;
  message: string;
  fix: string;
}
export type Add = (path: Path, message: string, fix: string) => void;

/** A YAML text as a value, and the lines of its fields. */
type Yaml =
  | { ok: true; value: unknown; faultsOf(findings: Finding[]): FileFault[] }
  | { ok: false; faults: FileFault[] };

/** Reads a YAML text; an empty one is `{}`. */
export function readYaml(text: string): Yaml {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  if (document.errors.length > 0) {
    const faults = document.errors.map((error) => ({
      line: lines.linePos(error.pos[0]).line,
      field: '',
      message: error.message.split('\n')[0],
      fix: 'Correct the YAML at that line; mind the indentation.',
    }));
    return { ok: false, faults };
  }
  const lineOf = (path: Path): number => {
    for (let depth = path.length; depth >= 0; depth--) {
      const node = document.getIn(path.slice(0, depth), true) as { range?: [number, number, number] } | undefined;
      if (node?.range) return lines.linePos(node.range[0]).line;
    }
    return 1;
  };
  const faultsOf = (findings: Finding[]) =>
    findings.map(({ path, message, fix }) => ({ line: lineOf(path), field: fieldOf(path), message, fix }));
  return { ok: true, value: document.toJS() ?? {}, faultsOf };
}

const fieldOf = (path: Path): string =>
  path.reduce<string>((s, p) => (typeof p === 'number' ? `${s}[${p}]` : s ? `${s}.${p}` : p), '');

export interface FormError {
  keyword: string;
  instancePath: string;
  message: string;
  params: object;
}

/** All that a validator finds wrong, not only the first eight. */
export function formErrors(validator: Validator, value: unknown): FormError[] {
  Settings.Set({ maxErrors: 200 });
  return validator.Errors(value);
}

export const pointerPath = (pointer: string): Path =>
  pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .map((part) => (/^\d+$/.test(part) ? Number(part) : part));

export const valueAt = (value: unknown, path: Path): unknown =>
  path.reduce<unknown>((v, key) => (v as Record<string | number, unknown> | undefined)?.[key], value);

/** Gathers what is wrong with a form, each thing once. `help` says where the right form is described. */
export class Findings {
  readonly #found = new Map<string, Finding>();
  readonly #help: string;

  constructor(help: string) {
    this.#help = help;
  }

  get all(): Finding[] {
    return [...this.#found.values()];
  }

  add: Add = (path, message, fix) => {
    const key = `${path.join('.')} ${message}`;
    if (!this.#found.has(key)) this.#found.set(key, { path, message, fix });
  };

  /** Puts a validator's errors into words; values that are all possible in one place are told in one sentence. */
  explain(errors: readonly FormError[], base: Path = []): void {
    const allowed = new Map<string, unknown[]>();
    for (const { keyword, instancePath, params } of errors) {
      if (keyword !== 'const') continue;
      const value = (params as { allowedValue?: unknown }).allowedValue;
      allowed.set(instancePath, [...(allowed.get(instancePath) ?? []), value]);
    }
    for (const [pointer, values] of allowed) {
      const text = values.join(' or ');
      this.add([...base, ...pointerPath(pointer)], `must be ${text}`, `Write ${text}.`);
    }
    for (const e of errors) {
      if (e.keyword !== 'boolean' && !allowed.has(e.instancePath)) this.#explainOne(e, base);
    }
  }

  #explainOne(e: FormError, base: Path): void {
    const path = [...base, ...pointerPath(e.instancePath)];
    const { additionalProperties, requiredProperties, allowedValues } = e.params as Record<
      string,
      unknown[] | undefined
    >;
    if (e.keyword === 'additionalProperties' && additionalProperties) {
      for (const name of additionalProperties)
        this.add([...path, String(name)], 'unknown field', 'Remove it or correct its spelling.');
    } else if (e.keyword === 'required' && requiredProperties) {
      this.add(path, `missing field ${requiredProperties.join(', ')}`, `Add ${requiredProperties.join(', ')}.`);
    } else if (e.keyword === 'enum' && allowedValues) {
      this.add(path, e.message, `Use one of: ${allowedValues.join(', ')}.`);
    } else {
      this.add(path, e.message, this.#help);
    }
  }
}
