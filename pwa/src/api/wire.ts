/** What the API sends, under the names that the app uses. */
export type {
  ActionStatus,
  ActionView,
  AgreementView as Agreement,
  AdministratorView,
  AdviceKind,
  AdviceMode,
  AppointmentView as Appointment,
  OrganisationsAuditEntryView as AuditEntry,
  AuditPage,
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
  OrganisationView as House,
  InvitationView,
  IssuedToken,
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
  MyOrganisation,
  PasskeyView,
  PeoplePage,
  PersonView as PersonOfHouse,
  Role,
  Retention,
  Rhythm,
  RuleView,
  RulesVersions,
  Scope,
  Seen,
  Share,
  Step,
  TokenView,
  UnitView,
  Words,
} from './generated/index.ts';

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
