/** The live stream of one session: an EventSource that is reopened by us, never left half dead. */
import { BASE } from '../api/client.ts';
import type { WireEvent } from './event.ts';

/** The server gives a sign of life every five seconds: when two are missing, nothing comes through any more. */
const SILENCE = 12_000;
/** Milliseconds of silence in which one sign of life is missing: enough to doubt, not to give up. */
const DOUBT = 6_500;
/** The server says hello at once; where nothing comes for so long, something on the way holds it back. */
const HELLO_WITHIN = 10_000;
const FIRST_WAIT = 500;
const LONGEST_WAIT = 5_000;
/** As many tries as make clear that there is no connection. */
const LOST = 3;

export interface Listener {
  /** The version this device has; asked at every (re)opening. */
  version: () => number;
  hello: (version: number, now: string) => void;
  act: (event: WireEvent) => void;
  choice: (choice: string, voted: number) => void;
  ready: () => void;
  reset: () => void;
  /** A sign of life, and how far the log was when it was given. */
  ping: (now: string, version: number) => void;
  /** The stream broke; `tries` counts the attempts since it last worked. */
  lost: (tries: number) => void;
  /** The connection stands, and nothing comes through it. */
  silent: () => void;
}

export interface Stream {
  stop: () => void;
  /** The server answers elsewhere, with what the stream ought to have told. */
  doubt: () => void;
}

/** Opens and keeps open the stream; hidden pages hold none. */
export function stream(session: string, listener: Listener): Stream {
  let source: EventSource | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let tries = 0;
  /** When something came last; undefined before the first word of this connection. */
  let heard: number | undefined;

  const close = () => {
    clearTimeout(timer);
    source?.close();
    source = heard = undefined;
  };

  const retry = () => {
    close();
    tries += 1;
    listener.lost(tries);
    const wait = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** Math.min(tries, 6));
    timer = setTimeout(open, wait * (0.5 + Math.random() / 2));
  };

  const giveUp = () => {
    retry();
    listener.silent();
  };

  const expect = (within: number) => {
    clearTimeout(timer);
    timer = setTimeout(giveUp, within);
  };

  function open(): void {
    close();
    if (document.visibilityState === 'hidden') return;
    source = new EventSource(`${BASE}/sessions/${session}/stream?after=${listener.version()}`);
    source.onerror = retry;
    expect(HELLO_WITHIN);
    const on = (name: string, take: (data: never) => void) =>
      source?.addEventListener(name, (message: MessageEvent<string>) => {
        heard = performance.now();
        expect(SILENCE);
        take(JSON.parse(message.data) as never);
      });
    on('hello', ({ version, now }: { version: number; now: string }) => {
      tries = 0;
      listener.hello(version, now);
    });
    on('ping', ({ now, version }: { now: string; version: number }) => listener.ping(now, version));
    on('act', listener.act);
    on('choice', (data: { choice: string; voted: number }) =>
      listener.choice(data.choice, data.voted),
    );
    on('ready', listener.ready);
    on('reset', listener.reset);
  }

  const visible = () => (document.visibilityState === 'hidden' ? close() : open());
  const gone = () => {
    close();
    listener.lost(LOST);
    timer = setTimeout(retry, LONGEST_WAIT);
  };
  const again = () => {
    tries = 0;
    open();
  };
  const back = ({ persisted }: PageTransitionEvent) => persisted && again();
  document.addEventListener('visibilitychange', visible);
  addEventListener('offline', gone);
  addEventListener('online', again);
  addEventListener('pageshow', back);
  open();
  return {
    stop: () => {
      close();
      document.removeEventListener('visibilitychange', visible);
      removeEventListener('offline', gone);
      removeEventListener('online', again);
      removeEventListener('pageshow', back);
    },
    doubt: () => {
      const waits = source && heard === undefined;
      if (!waits && performance.now() - (heard ?? -Infinity) > DOUBT) open();
    },
  };
}
