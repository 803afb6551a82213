/** A coverage file on its way to the service. */
import type { Language } from '../i18n';
import type { FindingsFormat } from './deliveries';
import type { CheckReport, Delivery } from './types';
import { type Upload, upload } from './upload';

const DELIVERIES = '/api/v1/deliveries';

/** What would be found; nothing of it is kept. */
export async function check(handIn: Upload): Promise<CheckReport> {
  return JSON.parse(await sent(handIn, { check: 'only' }).then((body) => body.text()));
}

/** The same as a file to take along. */
export function checkAs(handIn: Upload, format: FindingsFormat, lang: Language): Promise<Blob> {
  return sent(handIn, { check: 'only', format, lang });
}

export async function handIn(handIn: Upload): Promise<Delivery> {
  return JSON.parse(await sent(handIn, {}).then((body) => body.text()));
}

function sent(handIn: Upload, question: Record<string, string>): Promise<Blob> {
  return upload(`${DELIVERIES}?${new URLSearchParams(question)}`, handIn);
}
