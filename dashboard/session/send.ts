import { type Answered, faultOf } from '../api.ts';

/** A request that changes something. `file` is sent as it is; `body` as JSON. */
export interface Call {
  method: 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  url: string;
  body?: unknown;
  file?: Blob;
}

/** Sends it, with the secret of the session. What goes wrong is a fault; an answer without a body is null. */
export async function send<T>({ method, url, body, file }: Call, csrf?: string): Promise<Answered<T>> {
  const headers: Record<string, string> = { accept: 'application/json, application/problem+json' };
  if (csrf !== undefined) headers['x-aisle-csrf'] = csrf;
  if (file) headers['content-type'] = 'application/octet-stream';
  else if (body !== undefined) headers['content-type'] = 'application/json';
  try {
    const response = await fetch(url, {
      method,
      headers,
      body: file ?? (body === undefined ? undefined : JSON.stringify(body)),
    });
    const text = await response.text();
    const data = text === '' ? null : parsed(text);
    if (response.ok && data !== undefined) return { ok: true, data: data as T, fetchedAtMs: Date.now() };
    return { ok: false, fault: faultOf(response.status, response.statusText, data) };
  } catch (error) {
    return { ok: false, fault: { kind: 'away', message: (error as Error).message } };
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
