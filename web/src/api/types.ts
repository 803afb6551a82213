/** The answers' types by the field's names, taken from the paths so that schema names may change. */
import type { Feature, FeatureCollection, LineString, MultiPolygon, Point, Polygon } from 'geojson';
import type { components, paths } from './schema';

type Json<Answer> = Answer extends { content: infer Content } ? Content[keyof Content] : never;
type Got<Path extends keyof paths> = paths[Path] extends {
  get: { responses: { 200: infer Answer } };
}
  ? Json<Answer>
  : never;
type Schemas = components['schemas'];

export type ServiceId = Schemas['Service'];
export type Technology = Schemas['Technology'];
export type Environment = Schemas['Environment'];
/** Coverage as claimed, or the claim without the cells that measurements refute. */
export type Evidence = Schemas['Evidence'];
export type MeasuredState = Schemas['EvidenceState'];
export type CaseState = Schemas['CaseState'];
/** A demand by its name (in requirements) or by what it is counted in (in figures). */
export type Unit = Schemas['DemandUnit'] | Schemas['UnitBody'];

export type Region = Got<'/api/v1/region'>;
export type Network = Got<'/api/v1/networks'>['networks'][number];
export type Zone = Got<'/api/v1/zones'>['zones'][number];
export type Gaps = Got<'/api/v1/gaps'>;
export type ZoneGaps = Gaps['zones'][number];
export type Measure = ZoneGaps['land_area'];
export type Stretches = ZoneGaps['road_stretches'];
export type Share = NonNullable<Measure['covered_share']>;
export type Basis = Gaps['basis'];
export type CoverageAt = Got<'/api/v1/coverage-at'>;
export type NetworkAt = CoverageAt['networks'][number];
export type ServiceAt = NetworkAt['services'][number];
export type CellMeasurement = ServiceAt['measured'];
export type Claim = ServiceAt['claimed'][number];
export type Verification = Got<'/api/v1/verification'>;
export type Verdict = Verification['verdicts'][number];
export type MeasurementPlan = components['schemas']['MeasurementPlanBody'];
/** What one kind of tests says: the signal's, or the service's own. */
export type KindVerdict = Verdict['by_signal'];
export type TestKind = 'signal' | 'service';
export const TEST_KINDS: readonly TestKind[] = ['signal', 'service'];
/** A claimed figure by what measurements say of it. */
export type ProvedDemand = NonNullable<Verdict['proved']>[number];
/** In all, or of one class. */
export type ProvedMeasure = components['schemas']['ProvedMeasureBody'];
type RequirementGot = Got<'/api/v1/requirements'>['requirements'][number];
/** What a reader may leave out of a requirement, the service gives back as null or empty. */
export type Requirement = Required<RequirementGot['requirement']>;
export type StoredRequirement = Omit<RequirementGot, 'requirement'> & { requirement: Requirement };
export type RequirementDocument = Schemas['RequirementDocument'];
export type Clause = Schemas['ClauseBody'];
export type RequirementDraft = Schemas['RequirementDraftBody'];
export type RequirementTemplate = Schemas['RequirementTemplate'];
export type Evaluation = Schemas['EvaluationBody'];
export type NetworkEvaluation = Evaluation['networks'][number];
export type ZoneVerdict = NetworkEvaluation['zones'][number];
export type ZoneOutcome = ZoneVerdict['verdict'];
export type Sounding = Schemas['SoundingBody'];
export type Market = Sounding['in_all'];

/** GeoJSON is free-form in the document: these are its shapes as the service has them. */
type DeadZoneGeometry = Point | LineString | Polygon;
type DeadZoneProperties = {
  number: number;
  /** Empty: none that the reporter has works. */
  networks: string[];
  service: ServiceId;
  /** Empty: the service alone is named. */
  failing: FailingUse[];
  environment: Environment;
  observed_at: string;
  recurrence: Recurrence | null;
  received_at: string;
  municipality: { code: string; name: string } | null;
  text: string;
};
export type DeadZones = FeatureCollection<DeadZoneGeometry, DeadZoneProperties>;
export type DeadZoneFeature = Feature<DeadZoneGeometry, DeadZoneProperties>;

type DeadZonePost = paths['/api/v1/dead-zones']['post'];
export type DeadZoneBody = DeadZonePost['requestBody']['content']['application/json'];
/** As the page sends it, with an address where the reporter wants to be told of changes. */
export type DeadZoneReport = {
  geometry: DeadZoneGeometry;
  networks: string[];
  failing: FailingUse[];
  environment: Environment;
  observed_at: string;
  recurrence: Recurrence | null;
  text: string;
} & Pick<DeadZoneBody, 'contact'>;
/** As the service has it. */
type ReportDocument = Omit<DeadZoneReport, 'contact'> & { service: ServiceId };
export type FailingUse = Schemas['FailingUse'];
export type Recurrence = Schemas['Recurrence'];
export type PlaceKind = Schemas['PlaceKind'];
/** A place that is found by its name. */
export type NamedPlace = Schemas['NamedPlaceBody'];
type DeadZonePosted = Json<DeadZonePost['responses'][201]>;
type WaitingGot = Got<'/api/v1/dead-zones/waiting'>['reports'][number];
/** A report that a moderator has to look at. */
export type WaitingReport = Omit<WaitingGot, 'report'> & {
  report: ReportDocument;
};
/** A case in which something is due. */
export type DueCase = Got<'/api/v1/due-cases'>['cases'][number];
export type DueKind = Schemas['DueKind'];
export type DeadZone = Omit<DeadZonePosted, 'report'> & { report: ReportDocument };

/** A position in degrees, EPSG:4326. */
export type Position = { lon: number; lat: number };
/**
 * Whose coverage: a network's id, `any` for the union of all networks (samtliga nät), `all` for what every
 * network covers, `at-least-2`, or ids with commas between for the union of these.
 */
export type NetworkChoice = string;
export const ANY_NETWORK: NetworkChoice = 'any';
export const ALL_NETWORKS: NetworkChoice = 'all';

/** What the page asks: whose coverage, by which technologies, how far it is trusted, on which day. */
export type Question = {
  network: NetworkChoice;
  service: ServiceId;
  /** Only this technology; null: any. */
  technology: Technology | null;
  /** What is left when this technology goes; never beside `technology`. */
  without: Technology | null;
  evidence: Evidence;
  /** `YYYY-MM-DD`: as it was at the end of that day; null: as it is now. */
  date: string | null;
};

export type GapOrder = Schemas['GapOrder'];
type GapProperties = {
  rank: number;
  zone: string;
  zone_name: string;
  area_m2: number;
  inhabitants: number;
  road_m: number;
  /** Longest first. */
  road_stretches: { route: string; length_m: number }[];
  places: number;
  place_names: string[];
  priority: number;
};
export type GapArea = Feature<Polygon | MultiPolygon, GapProperties>;
/** Gaps that are too small or too narrow to be listed are counted beside those that are. */
export type GapAreas = FeatureCollection<Polygon | MultiPolygon, GapProperties> & {
  unlisted_gaps: number;
  unlisted_m2: number;
  slivers: number;
  slivers_m2: number;
  sliver_width_m: number;
};

export type OwnZone = Schemas['OwnZoneBody'];
export type SupplyGaps = Schemas['SupplyGapsBody'];

export type Me = Schemas['MeBody'];
export type Role = Schemas['Role'];
export type Permission = Schemas['Permission'];

export type Severity = Schemas['Severity'];
export type Finding = Schemas['FindingBody'];
export type FieldProblem = Schemas['HeaderProblemBody'];
export type DeliveryState = Schemas['DeliveryState'];
export type DeliverySummary = Schemas['DeliverySummary'];
export type Delivery = Schemas['DeliveryBody'];
export type DeliveryHeader = Schemas['HeaderBody'];
export type DeliveryStep = Schemas['StepBody'];
export type HeaderField = Schemas['HeaderField'];
export type CoverageFormat = Schemas['CoverageFormat'];
/** What a file would be told, had it been handed in. */
export type CheckReport = Schemas['CheckBody'];

export type Comparison = Got<'/api/v1/deliveries/{id}/comparison'>;
export type Retreats = Got<'/api/v1/retreats'>;
export type Retreat = Retreats['retreats'][number];
export type Shutdown = Got<'/api/v1/technology-shutdown'>;
/** What was lost and gained between two days. */
export type DayChanges = Got<'/api/v1/coverage-changes'>;
export type ChangeFigures = Comparison['whole'];
export type Change = ChangeFigures['land_area'];
export type ZoneChange = Comparison['zones'][number];
/** Land lost or gained, as the service draws it. */
export type ChangedLand = FeatureCollection<Polygon | MultiPolygon, { change: 'lost' | 'gained' }>;

export type Organisation = Schemas['OrganisationBody'];
export type NewOrganisation = Schemas['NewOrganisationDocument'];
export type OrganisationType = Schemas['OrganisationType'];
export type Person = Schemas['PersonBody'];
export type PersonChange = Schemas['PersonChangeDocument'];
export type Token = Schemas['TokenBody'];
export type NewToken = Schemas['NewTokenDocument'];
export type RolePermissions = Schemas['RoleBody'];
export type IssuedToken = Schemas['IssuedTokenBody'];
export type AuditPage = Schemas['AuditBody'];
export type AuditRow = Schemas['AuditRowBody'];
export type Profile = Schemas['ProfileBody'];
export type ProfileDocument = Schemas['ProfileDocument'];

export type Campaign = Schemas['CampaignBody'];
export type NewCampaign = Schemas['CampaignDocument'];
export type Run = Schemas['RunBody'];
export type AntennaPlacement = Schemas['AntennaPlacement'];
export type Rejection = Schemas['Rejection'];
export type MeasurementImport = Schemas['ImportBody'];
export type Erased = Schemas['ErasedBody'];
export type ListedAgreement = Schemas['ListedAgreementBody'];
export type NewAgreement = Schemas['FrameworkAgreementDocument'];
export type FrameworkAgreement = Schemas['FrameworkAgreementBody'];
export type CeilingWarning = FrameworkAgreement['warning'];
export type TakenCallOffs = Schemas['TakenCallOffsBody'];
export type Levers = Schemas['LeversBody'];

export type NetworkRankings = Schemas['RankingsBody'];
export type NetworkPairs = Schemas['NetworkPairsBody'];

export type IssuedReport = Schemas['IssuedReportBody'];
export type IssuedNow = Schemas['IssuedNowBody'];
export type TakenAnswers = Schemas['TakenAnswersBody'];
export type GapPromises = Schemas['GapPromisesBody'];
export type ReportReceiver = Schemas['ReportReceiverBody'];
export type ReportReceiverDocument = Schemas['ReportReceiverDocument'];
