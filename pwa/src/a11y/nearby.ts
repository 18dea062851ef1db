/** Keeps the focus near where somebody was: what had it may go away when it was used, and then it would fall to the page. */

/** A place that tells where one is, and takes the focus without being a station of the Tab key. */
const PLACE = '[tabindex="-1"]';
const STATION = 'button:enabled';
const FIELD = 'textarea, input:not([type="radio"], [type="checkbox"])';

const isLost = (held: Element): boolean => !held.isConnected || held.matches(':disabled');

const near = (within: ParentNode, what: string) => within.querySelector<HTMLElement>(what);

/** Whether keys led here; a field says nothing of it, and letting it go closes the keyboard of a phone. */
const isByKeys = (held: Element): boolean => held.matches(':focus-visible:not(textarea, input)');

/**
 * An attachment for what holds a task: when what has the focus in it goes away or is disabled, the first place in it
 * takes the focus, or the field in there for who works by keys; without a place a button, or the title of the screen.
 */
export function nearby(panel: HTMLElement): () => void {
  let held: Element | undefined;
  let keys = false;

  function take({ target }: FocusEvent) {
    held = target instanceof Element && panel.contains(target) ? target : undefined;
    keys = held !== undefined && isByKeys(held);
  }
  /** Who lets go of something that is still there has gone elsewhere. */
  function letGo({ target }: FocusEvent) {
    queueMicrotask(() => {
      if (held && held === target && !isLost(held)) held = undefined;
    });
  }
  function look() {
    if (!held || !isLost(held)) return;
    const place = near(panel, PLACE) ?? near(panel, STATION) ?? near(document, 'h1');
    const field = keys ? place?.querySelector<HTMLElement>(FIELD) : undefined;
    (field ?? place)?.focus({ preventScroll: true });
  }

  const watching = new MutationObserver(look);
  const all = { childList: true, subtree: true, attributes: true, attributeFilter: ['disabled'] };
  watching.observe(panel, all);
  document.addEventListener('focusin', take);
  document.addEventListener('focusout', letGo);
  return () => {
    watching.disconnect();
    document.removeEventListener('focusin', take);
    document.removeEventListener('focusout', letGo);
  };
}
