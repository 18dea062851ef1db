/** What the API sends: people, groups, meetings, methods, actions and the history. */

export type Role = 'member' | 'facilitator';
export type Facilitation = 'external' | 'internal_dedicated' | 'rotating_peer' | 'self_guided';
export type AdviceMode = 'none' | 'on_request' | 'written' | 'round';
export type CaseKind = 'bottleneck' | 'advice_question' | 'success' | 'dilemma';
export type ActionStatus = 'done' | 'partly' | 'changed' | 'dropped';
export type AdviceKind = 'advice' | 'tip' | 'solution';

export interface Words {
  nl: string;
  en: string;
  de?: string;
}

export interface Me {
  person: string;
  name: string;
  language: string;
  groups: MyGroup[];
}

export interface MyGroup {
  group: string;
  name: string;
  role: Role;
  accepted_rules: boolean;
  expectation_stated: boolean;
}

export interface Member {
  person: string;
  name: string;
  role: Role;
  expectation_stated: boolean;
  accepted_rules: boolean;
  left: boolean;
}

export interface Rule {
  key?: string;
  text: string;
}

export interface Group {
  group: string;
  name: string;
  purpose: string | null;
  facilitation: Facilitation;
  method: string;
  advice_mode: AdviceMode;
  size: { smallest: number; largest: number };
  size_advice: null | 'too-few' | 'too-many';
  maker: string;
  members: Member[];
  ground_rules: { version: number; rules: Rule[]; accepted: boolean };
  me: { person: string; role: Role; may_move: boolean; may_invite: boolean };
}

export interface Look {
  group: string;
  group_name: string;
  role: Role;
  expires_at: string;
  invited_by: string;
}

export interface Redeemed {
  group: string;
  person: string;
  role: Role;
  position: number;
}

export interface Invitation {
  invitation: string;
  role: Role;
  url: string;
  token: string;
  expires_at: string;
}

export interface InvitationLine {
  invitation: string;
  role: Role;
  made_by: string;
  expires_at: string;
  uses: number;
  revoked: boolean;
}

export interface Meeting {
  session: string;
  starts_at: string | null;
  minutes: number;
  method: string;
  method_names: Words;
  advice_mode: AdviceMode;
  facilitator: string | null;
  state: 'planned' | 'open' | 'closed' | 'cancelled';
  opened_at: string | null;
  closed_at: string | null;
}

export interface Report {
  follow_up: string;
  session: string;
  status: ActionStatus;
  did: string | null;
  effect: string | null;
  learned: string | null;
  feedback: { by: string; text: string | null }[];
}

export interface ActionView {
  action: string;
  group: string;
  session: string;
  case: string;
  contributor: string;
  text: string | null;
  first_step: string | null;
  due: string | null;
  committed_at: string;
  state: 'open' | 'reported' | 'dropped';
  report: Report | null;
}

export interface HistoryMeeting {
  session: string;
  opened_at: string;
  closed_at: string | null;
  method: string;
  method_names: Words;
  present: number;
  readable: boolean;
  case: null | {
    case: string;
    contributor: string;
    title: string | null;
    question: string | null;
    kind: CaseKind;
    description?: {
      question?: string | null;
      context: string | null;
      own_behaviour?: string | null;
      effect?: string | null;
    };
    advice_mode: AdviceMode;
  };
  questions: {
    id: string;
    by: string;
    text: string | null;
    answers: { id: string; text: string | null }[];
  }[];
  advice: { id: string; by: string; kind: AdviceKind; text: string | null }[];
  takeaways: { id: string; by: string; text: string | null; helpful: string[] }[];
  actions: ActionView[];
  insights: { id: string; by: string; text: string | null }[];
}

export interface History {
  meetings: HistoryMeeting[];
  next?: string | null;
}

export type StepKind =
  | 'check_in'
  | 'follow_up'
  | 'feedback'
  | 'proposal'
  | 'vote'
  | 'description'
  | 'question'
  | 'answer'
  | 'hypothesis'
  | 'observation'
  | 'reflection'
  | 'advice'
  | 'takeaway'
  | 'action'
  | 'insight'
  | 'check_out'
  | (string & {});

export interface Step {
  key: string;
  title: Words;
  purpose: Words | string;
  speakers: string[];
  turns: string[];
  stance: string;
  kinds: StepKind[];
  minutes: number;
  tip: Words;
  visibility?: string;
  required?: boolean;
}

export interface Method {
  key: string;
  names: Words;
  steps: Step[];
}

export interface ChoiceState {
  choice: string | null;
  open: boolean;
  cases: string[];
  voted: string[];
  i_voted: boolean;
}
