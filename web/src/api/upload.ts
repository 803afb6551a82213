/** A file on its way to the service. `fetch` cannot tell how far it has come: an older request can. */
import { changeHeaders, refused } from './guard';
import { Problem } from './problem';

export type Upload = {
  file: File;
  /** What is said of the file, by the service's names; what is empty is not said. */
  fields: Record<string, string>;
  /** How much of it has gone, from 0 to 1. */
  onProgress: (sent: number) => void;
  signal: AbortSignal;
};

/** The answer to a file that was sent as a form. */
export function upload(path: string, asked: Upload): Promise<Blob> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', path);
    request.responseType = 'blob';
    for (const [name, value] of Object.entries(changeHeaders()))
      request.setRequestHeader(name, value);
    request.upload.onprogress = ({ loaded, total }) => asked.onProgress(loaded / (total || 1));
    request.upload.onload = () => asked.onProgress(1);
    request.onload = () => void settle(request, resolve, reject);
    request.onerror = () => reject(new Problem('no_connection', null, null));
    request.onabort = () => reject(new Problem('broken_off', null, null));
    asked.signal.addEventListener('abort', () => request.abort());
    request.send(form(asked));
  });
}

async function settle(
  request: XMLHttpRequest,
  resolve: (body: Blob) => void,
  reject: (problem: Problem) => void,
): Promise<void> {
  const body = request.response as Blob;
  if (request.status >= 200 && request.status < 300) resolve(body);
  else reject(refused(await readJson(body), request.status));
}

async function readJson(body: Blob): Promise<unknown> {
  try {
    return JSON.parse(await body.text());
  } catch {
    return null;
  }
}

function form({ file, fields }: Upload): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields))
    if (value.trim() !== '') form.append(name, value.trim());
  form.append('file', file);
  return form;
}
