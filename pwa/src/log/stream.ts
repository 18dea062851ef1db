/** The live stream of one session: an EventSource that is reopened by us, never left half dead. */
import { BASE } from '../api/client.ts';
import type { WireEvent } from './event.ts';

const SILENCE = 45_000;
/** The server says hello at once; where nothing comes for so long, something on the way holds it back. */
const HELLO_WITHIN = 10_000;
const FIRST_WAIT = 500;
const LONGEST_WAIT = 8_000;
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
  ping: (now: string) => void;
  /** The stream broke; `tries` counts the attempts since it last worked. */
  lost: (tries: number) => void;
}

/** Opens and keeps open the stream; hidden pages hold none. Answers how to stop. */
export function stream(session: string, listener: Listener): () => void {
  let source: EventSource | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let tries = 0;

  const close = () => {
    clearTimeout(timer);
    source?.close();
    source = undefined;
  };

  const retry = () => {
    close();
    tries += 1;
    listener.lost(tries);
    const wait = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** Math.min(tries, 6));
    timer = setTimeout(open, wait * (0.5 + Math.random() / 2));
  };

  const expect = (within: number) => {
    clearTimeout(timer);
    timer = setTimeout(retry, within);
  };

  function open(): void {
    close();
    if (document.visibilityState === 'hidden') return;
    source = new EventSource(`${BASE}/sessions/${session}/stream?after=${listener.version()}`);
    source.onerror = retry;
    expect(HELLO_WITHIN);
    const on = (name: string, take: (data: never) => void) =>
      source?.addEventListener(name, (message: MessageEvent<string>) => {
        expect(SILENCE);
        take(JSON.parse(message.data) as never);
      });
    on('hello', ({ version, now }: { version: number; now: string }) => {
      tries = 0;
      listener.hello(version, now);
    });
    on('ping', ({ now }: { now: string }) => listener.ping(now));
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
  return () => {
    close();
    document.removeEventListener('visibilitychange', visible);
    removeEventListener('offline', gone);
    removeEventListener('online', again);
    removeEventListener('pageshow', back);
  };
}
