/** What the API sends, under the names that the app uses. */
export type {
  ActionStatus,
  ActionView,
  AgreementView as Agreement,
  AdviceKind,
  AdviceMode,
  AppointmentView as Appointment,
  CaseKind,
  CaseView,
  ChoiceProgress,
  Declared as Relation,
  DeedView,
  DeviceView,
  Term as DueCase,
  Facilitation,
  Hint,
  GroupView as Group,
  History,
  InvitationView,
  Joined,
  Kind,
  MadeInvitation,
  Me,
  MeetingView,
  MemberView as Member,
  Method,
  MethodLine,
  MyGroup,
  MyRelations,
  PasskeyView,
  Role,
  Retention,
  Rhythm,
  RuleView,
  RulesVersions,
  Seen,
  Share,
  Step,
  Words,
} from './generated/index.ts';

export interface MyOrganisation {
  organisation: string;
  name: string;
  enrolled: boolean;
  administrator: boolean;
}

export interface UnitView {
  unit: string;
  name: string;
  parent: string | null;
}

export interface House {
  organisation: string;
  name: string;
  me: { person: string | null; administrator: boolean; enrolled: boolean };
  units: UnitView[];
  role_families: { role_family: string; name: string }[];
  programmes: { programme: string; name: string; hours_per_year: number | null }[];
  counts: { people: number; administrators: number };
}

export interface PersonOfHouse {
  person: string;
  name: string;
  address: string;
  unit: string | null;
  role_family: string | null;
  level: number | null;
  manager: string | null;
  administrator: boolean;
}

export interface PeoplePage {
  people: PersonOfHouse[];
  next: string | null;
}

export interface ImportProblem {
  row: number | null;
  column: string | null;
  reason: string;
  value: string | null;
  suggestion: string | null;
}

export interface ImportReport {
  dry_run: boolean;
  encoding: string;
  ignored_columns: string[];
  rows: number;
  new: number;
  changed: number;
  unchanged: number;
  left: number;
  problems: ImportProblem[];
  problem_count: number;
  position: number | null;
}

export interface AdministratorView {
  person: string;
  name: string;
  address: string | null;
}

export interface TokenView {
  token: string;
  label: string;
  scopes: string[];
  expires_at: string;
  last_used_on: string | null;
  revoked: boolean;
}

interface Somebody {
  person: string;
  name: string;
}

export interface AuditEntry {
  position: number;
  at: string;
  what: string;
  by: Somebody | null;
  whom: Somebody | null;
}

export interface AuditPage {
  entries: AuditEntry[];
  next: number | null;
}
