/** Handing coverage in: the form with its help, and what the service answers. */
import type { CoverageFormat } from '../../api/types';
import type { FieldName } from '../../table/handIn';

export const handIn = {
  heading: 'Lämna in täckning',
  intro:
    'Välj filen och ange hur den är beräknad. Kontrollera den först utan att lämna in: då sparas ingenting, och ingen annan ser resultatet.',
  needsRight: 'För att lämna in täckning loggar du in som operatör eller administratör.',
  file: 'Täckningsfil',
  fileHelp:
    'GeoJSON (även radvis och gzip), GeoPackage, zippad Shapefile, FlatGeobuf, GeoTIFF eller CSV med rutor.',
  drop: 'Välj en fil, eller dra den hit.',
  chosen: (name: string, size: string) => `Vald: ${name} (${size})`,
  fileMissing: 'Välj filen som ska lämnas in.',
  headerFile: 'Fyll i från en JSON-fil',
  headerFileHelp: 'Uppgifterna fylls i nedan, där du kan läsa och ändra dem.',
  headerFileRead: (count: number) => `${count} uppgifter är ifyllda från filen.`,
  headerFileUnknown: (names: string) => `Okända uppgifter i filen, som inte tas med: ${names}.`,
  headerFileBroken: 'Filen är inte ett JSON-objekt med leveransens uppgifter.',
  columnsHelp:
    'Det som redan står i filens egna kolumner behöver inte anges här. Det som saknas frågar kontrollen efter; inget antas.',
  groups: {
    claim: 'Vad leveransen gäller',
    model: 'Modell och underlag',
    losses: 'Mottagare och förluster',
    terms: 'Villkor',
    reading: 'Om filen inte läses rätt av sig själv',
  },
  choose: 'Välj …',
  labels: {
    file_format: 'Filformat',
    layer: 'Lager eller band',
    cell_column: 'Kolumn med rutans namn',
    cell_size_m: 'Rutans sida (m)',
    value_column: 'Kolumn med värdet',
    at_least: 'Täckt från och med värdet',
    classes: 'Täckta klasser',
  },
  units: { m: 'm', db: 'dB' },
  help: {
    carriage: 'Om täckningen ges av nätets egna master eller av ett annat nät genom avtal.',
    simulation_date: 'Dagen då täckningen beräknades.',
    model: 'Till exempel namnet på utbredningsmodellen.',
    resolution_m: 'Beräkningens ruta, högst 100 m.',
    terrain: 'Till exempel höjdmodellens namn.',
    terrain_vintage: 'År eller datum.',
    clutter: 'Bebyggelse och växtlighet i modellen.',
    clutter_vintage: 'År eller datum.',
    receiver_height_m: 'Höjd över marken, minst 1,5 m.',
    body_loss_db: 'Dämpning av den som håller telefonen.',
    vehicle_loss_db: 'Krävs när miljön är i fordon.',
    building_loss_db: 'Krävs när miljön är inomhus.',
    location_probability:
      'Andel av platserna i en täckt ruta där tjänsten finns, till exempel 95 %.',
    load: 'Andel av cellernas kapacitet som används, till exempel 50 %.',
    licence: 'Till exempel CC-BY-4.0.',
    secrecy: 'Skälet, om ni begär sekretess. Lämna annars tomt.',
    replaces: 'Leveransen som den här rättar, om det är en rättelse.',
    crs: 'Bara om filen inte anger det, till exempel EPSG:3006.',
    layer: 'Om filen har flera.',
    classes: 'Tal med komma emellan.',
  } satisfies Partial<Record<FieldName, string>>,
  recognised: 'Känns igen av innehållet',
  noReplaced: 'Ingen: det här är en ny version',
  formats: {
    geojson: 'GeoJSON',
    geojson_lines: 'GeoJSON, ett objekt per rad',
    geopackage: 'GeoPackage',
    shapefile: 'Shapefile (zip)',
    flatgeobuf: 'FlatGeobuf',
    geotiff: 'GeoTIFF',
    cells_scb: 'Rutor, SCB:s namn',
    cells_inspire: 'Rutor, Inspires namn',
    cells_austrian: 'Rutor, österrikisk form',
    cells_german: 'Rutor, tysk form',
  } satisfies Record<CoverageFormat, string>,
  check: 'Kontrollera utan att lämna in',
  submit: 'Lämna in',
  stop: 'Avbryt',
  sending: (percent: string) => `Skickar filen: ${percent}`,
  checking: 'Filen är framme. Kontrollerar …',
  progress: 'Så långt har filen kommit',

  // the answer
  wouldPass: 'Filen skulle tas emot.',
  wouldPassWarned: (count: number, text: string) =>
    `Filen skulle tas emot, med ${text} ${count === 1 ? 'varning' : 'varningar'}.`,
  wouldFail: 'Filen skulle avvisas. Det här behöver rättas:',
  nothingKept: 'Ingenting är sparat.',
  readAs: (format: string, crs: string) => `Läst som ${format} i ${crs}.`,
  taken: (taken: string, all: string, area: string) =>
    `${taken} av ${all} objekt är med; de täcker ${area}.`,
  failed: 'Filen är inte inlämnad',
  rejected: (id: number) => `Leverans ${id} är mottagen och avvisad.`,
  showRejected: 'Visa den avvisade leveransen',
  fieldsToMend: (count: number) =>
    count === 1 ? 'En uppgift behöver ses över:' : `${count} uppgifter behöver ses över:`,
  done: (id: number) =>
    `Leverans ${id} är inlämnad och kontrollerad utan fel. Den väntar på beställarens beslut. Uppgifterna finns kvar i formuläret för nästa fil.`,
  takeReport: 'Ladda ner kontrollens rapport',
};
