/** A page that comes out of the browser's memory is shown to nobody but whose it was. */
import { isMine } from './me.svelte.ts';

/** Covers the page until it is known whose the device is now; reads it anew when that is somebody else. */
async function look(): Promise<void> {
  const { style } = document.documentElement;
  style.visibility = 'hidden';
  if (await isMine()) style.visibility = '';
  else location.reload();
}

/** From now on nobody goes back to what was on the screen before a signing out. */
export function guardReturns(): void {
  addEventListener('pageshow', ({ persisted }) => {
    if (persisted) void look();
  });
}
