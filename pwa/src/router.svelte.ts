/** Which screen is shown: the address of the page, taken apart. */

export type Route =
  | { name: 'actions'; about?: string | undefined }
  | {
      name: 'home' | 'join' | 'form' | 'prepare' | 'settings' | 'gone' | 'unknown';
    }
  | { name: 'sign-in'; through: boolean }
  | { name: 'me'; part: MyPart }
  | { name: 'organisation'; organisation: string | undefined; part: string }
  | { name: 'methods' | 'proof' | 'operator'; path: string }
  | { name: 'group' | 'welcome' | 'history' | GroupPart; group: string }
  | { name: 'session' | 'lead' | 'screen'; group: string; session: string };

/** The pages about myself. */
export type MyPart = 'details' | 'sign-in' | 'data' | 'questions' | 'reminders';

/** The pages behind a group's own, each fetched when it is asked for. */
export type GroupPart =
  'agreement' | 'arrangement' | 'belonging' | 'expectations' | 'relations' | 'reminders' | 'rules';

const UUID = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';
const GROUP = new RegExp(
  `^/g/(${UUID})(?:/(welcome|history|agreement|arrangement|belonging|expectations|relations|reminders|rules))?$`,
);
const ORGANISATION = new RegExp(`^/o/(?:new|(${UUID})(?:/([a-z]+))?)$`);
const METHODS = new RegExp(`^/[go]/${UUID}/methods`);
const PROOF = /^\/(me\/cert|check|g.*\/attendance$)/;
const SESSION = new RegExp(`^/g/(${UUID})/s/(${UUID})(?:/(lead|screen))?$`);
/** Reminders lead to `/report/…`. */
const ACTION = new RegExp(`^/(?:actions|report)/(${UUID})$`);
const ME = /^\/me(?:\/(sign-in|data|questions|reminders))?$/;
const PLAIN: Record<string, Route> = {
  '/': { name: 'home' },
  '/join': { name: 'join' },
  '/new': { name: 'form' },
  '/actions': { name: 'actions' },
  '/prepare': { name: 'prepare' },
  '/settings': { name: 'settings' },
  '/sign-in': { name: 'sign-in', through: false },
  '/sign-in/organisation': { name: 'sign-in', through: true },
  '/gone': { name: 'gone' },
  '/stop': { name: 'gone' },
  '/service': { name: 'operator', path: '/service' },
};

/** The route that a path names. */
export function parse(path: string): Route {
  const plain = PLAIN[path.replace(/(.)\/$/, '$1')];
  if (plain) return plain;
  const me = ME.exec(path);
  if (me) return { name: 'me', part: (me[1] as MyPart | undefined) ?? 'details' };
  const [, about] = ACTION.exec(path) ?? [];
  if (about) return { name: 'actions', about };
  const [, session, meeting, lead] = SESSION.exec(path) ?? [];
  if (session && meeting)
    return {
      name: (lead as 'lead' | 'screen' | undefined) ?? 'session',
      group: session,
      session: meeting,
    };
  if (PROOF.test(path)) return { name: 'proof', path };
  if (METHODS.test(path)) return { name: 'methods', path };
  const [, group, part] = GROUP.exec(path) ?? [];
  if (group)
    return { name: (part as 'welcome' | 'history' | GroupPart | undefined) ?? 'group', group };
  const [house, organisation, room = ''] = ORGANISATION.exec(path) ?? [];
  if (house) return { name: 'organisation', organisation, part: room };
  return { name: 'unknown' };
}

let path = $state(location.pathname);
const route = $derived(parse(path));
let moves = 0;
let visits = $state(0);

export const here = (): Route => route;

/** How often a path was gone to, the present one too: who is led to a screen twice finds it as they did at first. */
export const visit = (): number => visits;

/** How often the person went to another screen: the first screen needs no focus of its own. */
export const moved = (): number => moves;

/** Goes to a path; `replace` leaves no way back to the present one. */
export function go(to: string, replace = false): void {
  if (replace) history.replaceState(null, '', to);
  else history.pushState(null, '', to);
  moves += 1;
  visits += 1;
  path = location.pathname;
  scrollTo(0, 0);
}

/** Lets links inside the app change the screen without loading the page. */
export function followLinks(): void {
  addEventListener('popstate', () => {
    moves += 1;
    path = location.pathname;
  });
  document.addEventListener('click', (event) => {
    const link = (event.target as Element).closest('a');
    const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey;
    if (!link || !plain || event.defaultPrevented || link.target || link.hasAttribute('download'))
      return;
    if (link.origin !== location.origin || parse(link.pathname).name === 'unknown') return;
    event.preventDefault();
    go(link.pathname + link.hash);
  });
}
