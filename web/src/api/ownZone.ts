/** What the service says of an area that it does not keep. */
import { supplyQuery } from '../table/question';
import { answer, service } from './service';
import type { GapAreas, OwnZone, Question } from './types';

/** The area goes as it was drawn or read: its text is what the service's hash is of. */
const AS_TEXT = {
  bodySerializer: (text: unknown) => text as string,
  headers: { 'Content-Type': 'application/geo+json' },
};

/** Of each network, any and all. */
export async function ownZone(text: string, question: Question): Promise<OwnZone> {
  const { network: _, ...query } = supplyQuery(question);
  return asked(text, query);
}

/** Of the question's networks alone. */
export async function ownZoneOf(text: string, question: Question): Promise<OwnZone> {
  return asked(text, supplyQuery(question));
}

export async function ownZoneGaps(text: string, question: Question): Promise<GapAreas> {
  const query = supplyQuery(question);
  const body = text as unknown as Record<string, never>;
  const areas = await service.POST('/api/v1/gaps/own-zone.geojson', {
    ...{ params: { query }, body, ...AS_TEXT },
  });
  return answer(areas) as unknown as GapAreas;
}

type Query = Omit<ReturnType<typeof supplyQuery>, 'network'> & { network?: string };

async function asked(text: string, query: Query): Promise<OwnZone> {
  const body = text as unknown as Record<string, never>;
  return answer(
    await service.POST('/api/v1/gaps/own-zone', { params: { query }, body, ...AS_TEXT }),
  );
}
