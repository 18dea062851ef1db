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
});

/** The body of a proposal, from what was drafted. */
export const caseBody = ({ kind, influence, ...words }: ReturnType<typeof caseDraft>) => ({
  ...words,
  kind: kind as CaseKind,
  ...(influence ? { influence: Number(influence) } : {}),
});

/** The body of a report, from what was drafted. */
export const reportBody = ({ status, ...words }: ReturnType<typeof reportDraft>) => ({
  ...words,
  ...(status ? { status: status as ActionStatus } : {}),
});
