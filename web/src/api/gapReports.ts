/** Gap reports to operators: issued, fetched, answered; what was promised; who is told. */
import { answer, service } from './service';
import type {
  GapPromises,
  IssuedNow,
  IssuedReport,
  ReportReceiver,
  ReportReceiverDocument,
  TakenAnswers,
} from './types';

/** How an issued report can be had. */
export const ISSUED_FORMATS = ['pdf', 'xlsx', 'gpkg', 'csv', 'geojson'] as const;
export type IssuedFormat = (typeof ISSUED_FORMATS)[number];

export function issuedReportUrl(
  network: string,
  number: number,
  format: IssuedFormat,
  language: string,
): string {
  const path = `/api/v1/networks/${encodeURIComponent(network)}/gap-reports/${number}`;
  return `${path}?${new URLSearchParams({ format, lang: language })}`;
}

/** Newest first. */
export async function issuedReports(network: string): Promise<IssuedReport[]> {
  const params = { path: { network } };
  const { reports } = answer(
    await service.GET('/api/v1/networks/{network}/gap-reports', { params }),
  );
  return reports.toReversed();
}

export async function issueReport(network: string, requirements: number[]): Promise<IssuedNow> {
  const params = { path: { network } };
  const body = { requirements };
  return answer(await service.POST('/api/v1/networks/{network}/gap-reports', { params, body }));
}

/** A CSV or a GeoPackage with the columns of answers filled in. */
export async function answerReport(
  network: string,
  number: number,
  file: Blob,
): Promise<TakenAnswers> {
  const sent = await service.POST('/api/v1/networks/{network}/gap-reports/{number}/answers', {
    params: { path: { network, number } },
    body: file as unknown as string,
    bodySerializer: (body: unknown) => body as BodyInit,
    headers: { 'Content-Type': 'application/octet-stream' },
  });
  return answer(sent);
}

export async function gapPromises(): Promise<GapPromises> {
  return answer(await service.GET('/api/v1/gap-promises'));
}

export async function reportReceiver(network: string): Promise<ReportReceiver> {
  const params = { path: { network } };
  return answer(await service.GET('/api/v1/networks/{network}/report-receiver', { params }));
}

export async function setReportReceiver(
  network: string,
  body: ReportReceiverDocument,
): Promise<ReportReceiver> {
  const params = { path: { network } };
  return answer(await service.PUT('/api/v1/networks/{network}/report-receiver', { params, body }));
}
