/** The service's API, typed from its OpenAPI document, and what becomes of every answer. */
import createClient from 'openapi-fetch';
import { guarded, refused } from './guard';
import type { paths } from './schema';

export const service = createClient<paths>({ baseUrl: window.location.origin });
service.use(guarded);

type Fetched<Data> = { data?: Data; error?: unknown; response: Response };

export function answer<Data>({ data, error, response }: Fetched<Data>): Data {
  if (data === undefined) throw refused(error, response.status);
  return data;
}

/** Of an answer that says nothing but that it is done. */
export function done({ error, response }: Fetched<unknown>): void {
  if (!response.ok) throw refused(error, response.status);
}
