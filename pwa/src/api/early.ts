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

const ahead = globalThis.kringEarly?.ahead ?? {};

/** An answer that the page asked for; each can be taken once. */
export function askedEarly(path: string): Promise<Response> | undefined {
  const early = ahead[path];
  Reflect.deleteProperty(ahead, path);
  return early;
}
