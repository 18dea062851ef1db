/** What the API sends, under the names that the app uses. */
export type {
  ActionStatus,
  ActionView,
  AdviceKind,
  AdviceMode,
  AppointmentView as Appointment,
  CaseKind,
  CaseView,
  ChoiceProgress,
  DeedView,
  DeviceView,
  Facilitation,
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
  MyGroup,
  Role,
  RuleView,
  Seen,
  Share,
  Step,
  Words,
} from './generated/index.ts';

export interface PasskeyView {
  passkey: string;
  label: string;
  created_at: string;
  last_used_on: string | null;
}

/** A case of mine that retention will erase. */
export interface DueCase {
  group: string;
  session: string;
  case: string;
  title: string | null;
  due_on: string;
  keep_takeaways: boolean;
}

export interface MyOrganisation {
  organisation: string;
  name: string;
  administrator: boolean;
}
