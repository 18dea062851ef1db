/** What a browser has and Node has not. */
import 'fake-indexeddb/auto';

const stored = new Map<string, string>();
const tab: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'> = {
  getItem: (name) => stored.get(name) ?? null,
  setItem: (name, value) => void stored.set(name, value),
  removeItem: (name) => void stored.delete(name),
};
Object.defineProperty(globalThis, 'sessionStorage', { value: tab });
Object.defineProperty(globalThis, 'localStorage', { value: tab });
Object.defineProperty(globalThis, 'location', { value: new URL('http://localhost/') });
