/** What the page itself asked for before the app ran. */

interface Early {
  language: string;
  me: Promise<Response>;
  /** What an invitation in the address leads to. */
  look: Promise<Response> | undefined;
  /** What the first screen reads, by path. */
  ahead: Record<string, Promise<Response>>;
}

declare global {
  var kringEarly: Early | undefined;
}

let ahead = globalThis.kringEarly?.ahead ?? {};

function forgetEarly(): void {
  ahead = {};
}

for (const early of Object.values(ahead)) early.catch(forgetEarly);

/** An answer that the page asked for; each can be taken once, and none after one failed or who is here is asked anew. */
export function askedEarly(path: string): Promise<Response> | undefined {
  if (/^\/me(\?|$)/.test(path)) forgetEarly();
  const early = ahead[path];
  Reflect.deleteProperty(ahead, path);
  return early;
}
