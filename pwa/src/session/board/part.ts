/** What every part of the board gets. */
import type { SessionView } from '../../log/view.ts';
import type { People } from '../../store/group.svelte.ts';

export interface PartProps {
  view: SessionView;
  people: People;
  me: string;
  session: string;
}
