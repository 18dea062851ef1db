/** Starts the app: the language first, then the screen, then everything that may come later. */
import './ui/tokens.css';
import './ui/base.css';
import './ui/first.css';
import { mount } from 'svelte';
import App from './app.svelte';
import { wakeOutboxWithTheWorld } from './outbox/outbox.svelte.ts';
import { followTaps } from './push/taps.ts';
import { followLinks } from './router.svelte.ts';
import { warmUp } from './screens.ts';
import { me, meet } from './store/me.svelte.ts';
import { guardReturns } from './store/returning.ts';
import { isLanguage, known, languages, speak } from './text/text.svelte.ts';
import { startTicking } from './clock/clock.svelte.ts';
import { goOnFrom, setAside } from './ui/shell.ts';
import './update/lostpart.ts';

/** A device that lay aside for so long (milliseconds) asks again. */
const SWEEP_AFTER = 5 * 60_000;

/** What was erased elsewhere leaves this device as soon as it can hear of it. */
function sweepWithTheWorld(): void {
  const sweep = async () => {
    const person = me()?.person;
    if (person) await (await import('./log/sweep.ts')).sweep(person);
  };
  let last = 0;
  const soon = () => {
    last = Date.now();
    void sweep().catch(reportError);
  };
  addEventListener('online', soon);
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible' && Date.now() - last > SWEEP_AFTER) soon();
  });
  soon();
}

/** Without network only a language that is on this device can be shown. */
async function speakAny(fault: unknown): Promise<void> {
  for (const language of languages) {
    const there = await speak(language).then(
      () => true,
      () => false,
    );
    if (there) return;
  }
  throw fault;
}

async function start(): Promise<void> {
  const chosen = globalThis.kringEarly?.language ?? document.documentElement.lang;
  await speak(isLanguage(chosen) ? chosen : 'nl').catch(speakAny);
  const target = document.getElementById('app');
  if (!target) throw new Error('the page has no place for the app');
  setAside(target);
  if (!isSecureContext) {
    target.append(known('insecure') ?? '');
    return;
  }
  guardReturns();
  followLinks();
  followTaps();
  startTicking();
  mount(App, { target });
  goOnFrom(target);
  wakeOutboxWithTheWorld();
  await meet();
  void warmUp();
  sweepWithTheWorld();
}

void start();
