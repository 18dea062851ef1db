/** A real HTTP server that keeps what it is sent, and can lose answers, refuse, or be away. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** `busy` asks to be left alone for a second; `gate` is somebody else's page on the way; `broken` fails. */
export type Behaviour =
  'take' | 'lose-answer' | 'away' | 'refuse' | 'sign-in' | 'busy' | 'gate' | 'broken';

export interface Keeper {
  /** What was taken, by path: the body of the first PUT. */
  taken: Map<string, string>;
  /** Every request in the order of its arrival. */
  order: string[];
  behave: (...next: Behaviour[]) => void;
  /** Behaves so at one path, or at every path, until told otherwise. */
  remain: (behaviour: Behaviour, path?: string) => void;
  close: () => Promise<void>;
}

const answer = (response: ServerResponse, status: number, body: unknown, headers = {}) => {
  response.writeHead(status, { 'Content-Type': 'application/json', ...headers });
  response.end(JSON.stringify(body));
};

const page = (response: ServerResponse, status: number) => {
  response.writeHead(status, { 'Content-Type': 'text/html' });
  response.end('<h1>Welcome to the hotel</h1>');
};

const problem = (word: string, status: number) => ({
  type: `/problems/${word}`,
  title: word,
  status,
});

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

/** Starts the server and lets relative addresses lead to it, as they do in a page. */
export async function startKeeper(): Promise<Keeper> {
  const taken = new Map<string, string>();
  const order: string[] = [];
  const lasting = new Map<string, Behaviour>();
  let next: Behaviour[] = [];

  const server = createServer((request, response) => {
    void textOf(request).then((body) => {
      const path = request.url ?? '';
      const behaviour = lasting.get(path) ?? lasting.get('') ?? next.shift() ?? 'take';
      if (behaviour === 'gate') return page(response, 403);
      if (request.method === 'GET') return answer(response, 200, {});
      order.push(path);
      if (behaviour === 'broken') return answer(response, 500, problem('internal', 500));
      if (behaviour === 'busy')
        return answer(response, 503, problem('busy', 503), { 'Retry-After': '1' });
      if (behaviour === 'away') return answer(response, 503, problem('away', 503));
      if (behaviour === 'refuse') return answer(response, 409, problem('questions-closed', 409));
      if (behaviour === 'sign-in') return answer(response, 401, problem('sign-in-first', 401));
      if (!taken.has(path)) taken.set(path, body);
      if (behaviour === 'lose-answer') return request.socket.destroy();
      return answer(response, 201, { position: taken.size, version: taken.size });
    });
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const real = globalThis.fetch;
  globalThis.fetch = (path, init) => real(new URL(path as string, origin), init);
  return {
    taken,
    order,
    behave: (...behaviours) => (next = behaviours),
    remain: (behaviour, path = '') => void lasting.set(path, behaviour),
    close: () =>
      new Promise((done) => {
        globalThis.fetch = real;
        server.closeAllConnections();
        server.close(() => done());
      }),
  };
}
