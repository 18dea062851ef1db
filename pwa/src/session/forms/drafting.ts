/** What forms share: a draft with the choices in it, as texts. */
import type { ActionStatus, CaseKind, PreparedCase, PreparedReport } from '../../api/wire.ts';

export const caseDraft = (prepared?: PreparedCase) => ({
  title: prepared?.title ?? '',
  question: prepared?.question ?? '',
  kind: (prepared?.kind ?? 'bottleneck') as string,
  influence: prepared?.influence ? String(prepared.influence) : '',
});

export const reportDraft = (prepared?: PreparedReport) => ({
  status: (prepared?.status ?? '') as string,
  did: prepared?.did ?? '',
  effect: prepared?.effect ?? '',
  learned: prepared?.learned ?? '',
  in_writing: prepared?.in_writing ? 'yes' : '',
});

/** The body of a proposal, from what was drafted. */
export const caseBody = ({ kind, influence, ...words }: ReturnType<typeof caseDraft>) => ({
  ...words,
  kind: kind as CaseKind,
  ...(influence ? { influence: Number(influence) } : {}),
});

/** The body of a report, from what was drafted. */
export const reportBody = ({ status, did, effect, learned }: ReturnType<typeof reportDraft>) => ({
  did,
  effect,
  learned,
  ...(status ? { status: status as ActionStatus } : {}),
});

/** The body of a report that is prepared: it may also say that the group may be shown it without me. */
export const preparedBody = (drafted: ReturnType<typeof reportDraft>) => ({
  ...reportBody(drafted),
  in_writing: drafted.in_writing === 'yes',
});
