/** Meetings under the year in which they were, with what can be proven of it. */
import type { MyMeeting } from '../api/wire.ts';

export interface Year {
  year: string;
  /** Minutes of the meetings that are confirmed. */
  minutes: number;
  /** The meetings that are confirmed. */
  sessions: string[];
  meetings: MyMeeting[];
}

/** Puts meetings, newest first, under their years. */
export function byYear(meetings: MyMeeting[]): Year[] {
  const years = new Map<string, Year>();
  for (const meeting of meetings) {
    const year = String(new Date(meeting.begin).getFullYear());
    const known = years.get(year) ?? { year, minutes: 0, sessions: [], meetings: [] };
    known.meetings.push(meeting);
    if (meeting.confirmed) {
      known.minutes += meeting.minutes;
      known.sessions.push(meeting.session);
    }
    years.set(year, known);
  }
  return [...years.values()];
}
