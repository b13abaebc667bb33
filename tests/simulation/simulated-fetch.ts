import type { MemberName } from './band.ts';
import type { Life } from './life.ts';
import type { ServerMachine } from './server-machine.ts';
import type { World } from './world.ts';

/** There was no connection, so nothing was sent. */
export class NeverSent extends Error {}

/** The `fetch` of one life of a member's client: over the run's network, to the current server. */
export function createSimulatedFetch(
  world: World,
  server: ServerMachine,
  member: MemberName,
  life: Life,
): typeof globalThis.fetch {
  const { schedule, chance, network, tally, trace } = world;

  return (input, { method = 'GET', body = null, signal } = {}) => {
    const { pathname, search } = new URL(String(input));
    const path = pathname + search;
    const what = `${method} ${path}`;
    return new Promise<Response>((resolve, reject) => {
      if (life.isOver()) return;
      tally.requests += 1;
      if (signal?.aborted) return reject(signal.reason);
      signal?.addEventListener('abort', () => reject(signal.reason));
      const failLater = (error: Error) =>
        schedule.after(chance.between(5, 2_000), () => void (life.isOver() || reject(error)));
      // A lost piece is noticed, or the client waits until its time-out.
      const lost = () => {
        if (chance.is(0.5)) failLater(new TypeError('The connection was lost'));
      };
      if (!server.current() || (network.isCut(member) && chance.is(0.5))) {
        failLater(new NeverSent('Nothing answers'));
        return;
      }
      const restores = server.restores();
      const answer = async () => {
        const current = server.current();
        // Restoring a backup takes longer than anything can be in flight.
        if (!current || server.restores() !== restores) return lost();
        const request = { method, path, body: body === null ? null : String(body), userId: member };
        const given = path === '/api/auth/refresh' ? refreshed(member) : await current.answer(request);
        if (!given) return lost();
        const deliver = () => {
          if (!life.isOver()) resolve(respond(given.status, given.text));
        };
        const lostAnswer = () => {
          tally.lostAnswers += 1;
          lost();
        };
        network.carry({ member, what: `answer to ${what}`, deliver, lost: lostAnswer });
      };
      trace.write(`${member} → ${what}${body === null ? '' : ` ${idsIn(String(body))}`}`);
      network.carry({ member, what, deliver: () => void answer(), lost });
    });
  };
}

function refreshed(member: MemberName) {
  const user = { id: member, email: `${member}@band.example`, name: member, role: 'MEMBER' };
  return { status: 200, text: JSON.stringify({ user, accessToken: 'a', refreshToken: 'r' }) };
}

/** The part of a `Response` that our client uses. */
function respond(status: number, text: string): Response {
  const pieces = [new TextEncoder().encode(text)];
  const reader = { read: async () => ({ done: pieces.length === 0, value: pieces.shift() }) };
  const response = { ok: status < 400, status, headers: new Headers(), body: { getReader: () => reader } };
  return response as unknown as Response;
}

function idsIn(body: string): string {
  const operations = (JSON.parse(body) as { operations?: { operationId: string; kind: string }[] })
    .operations;
  return operations?.map(({ operationId, kind }) => `${kind} ${operationId}`).join(', ') ?? '';
}
