import { useRef, useState } from 'preact/hooks';
import type { PosFileAnswer } from '../../models/contract/pos.ts';
import { count } from '../format.ts';
import type { Keeper } from '../session/keeper.ts';
import { useAction } from '../ui/action.ts';
import { Field, Submit } from '../ui/form.tsx';

const FORMATS = { '': 'By its ending', csv: 'CSV', ndjson: 'NDJSON', poslog: 'POSLog XML' } as const;

interface Props {
  base: string;
  keeper: Keeper;
  onDone: () => void;
}

/** Sends a file of the tills; it is imported before the gateway answers. */
export function UploadForm({ base, keeper, onDone }: Props) {
  const [file, setFile] = useState<File>();
  const [format, setFormat] = useState<keyof typeof FORMATS>('');
  const [mapping, setMapping] = useState('');
  const [result, setResult] = useState<PosFileAnswer & { name: string }>();
  const input = useRef<HTMLInputElement>(null);
  const action = useAction();
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (!file) return;
    setResult(undefined);
    const query = new URLSearchParams({ name: file.name, ...(format && { format }), ...(mapping && { mapping }) });
    const call = { method: 'POST', url: `${base}/files?${query}`, file } as const;
    const answer = await action.run(() => keeper.send<PosFileAnswer>(call));
    onDone();
    if (!answer) return;
    setResult({ ...answer, name: file.name });
    setFile(undefined);
    if (input.current) input.current.value = '';
  };
  return (
    <form class="form card" onSubmit={submit} aria-label="Send a file" data-testid="upload">
      <Field label="File of the tills" hint="CSV, NDJSON or POSLog XML, also with gzip, up to 1 GB" wide>
        {(ids) => (
          <input
            {...ids}
            ref={input}
            type="file"
            required
            accept=".csv,.ndjson,.jsonl,.xml,.gz,.txt"
            onChange={(event) => setFile(event.currentTarget.files?.[0])}
          />
        )}
      </Field>
      <Field label="Format">
        {(ids) => (
          <select
            {...ids}
            value={format}
            onChange={(event) => setFormat(event.currentTarget.value as keyof typeof FORMATS)}
          >
            {Object.entries(FORMATS).map(([value, name]) => (
              <option key={value} value={value}>
                {name}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Field label="Mapping" hint="Of a CSV’s columns; left empty, the first that fits">
        {(ids) => (
          <input
            {...ids}
            pattern="[a-z0-9\-]{1,64}"
            autocapitalize="none"
            spellcheck={false}
            value={mapping}
            onInput={(event) => setMapping(event.currentTarget.value)}
          />
        )}
      </Field>
      <Submit text="Send and import" {...action} />
      {result && (
        <p class="done form-wide" role="status" data-testid="upload-result">
          {result.name}: {count(result.accepted)} accepted, {count(result.duplicates)} there before,{' '}
          {count(result.rejected)} rejected.
        </p>
      )}
    </form>
  );
}
