import type { CreateTransport, TransportEvents } from '../../client/realtime/transport.ts';
import type { MemberName } from './band.ts';
import type { HubSocket } from './hub.ts';
import type { Life } from './life.ts';
import type { ServerMachine } from './server-machine.ts';
import type { World } from './world.ts';

/** Transports of one life of a member's client. */
export type SimulatedTransport = {
  createTransport: CreateTransport;
  /** The network broke the connection: both ends notice, each in its own time. */
  breakOpen(): void;
};

/** From an attempt, or a break, until this end notices. */
const longestIgnorance = 25_000;

type Attempt = { isOpen: boolean; isOver: boolean; socket: HubSocket | null; waiting: Set<() => void> };

export function createSimulatedTransport(
  world: World,
  server: ServerMachine,
  member: MemberName,
  life: Life,
): SimulatedTransport {
  const { schedule, chance, network, plan, trace, tally } = world;
  let breakOpen = () => {};
  const isSteady = plan.delivery === 'orderly';
  const unlessOver = (task: () => void) => () => void (life.isOver() || task());

  const createTransport: CreateTransport = (_serverUrl, events) => {
    let attempt: Attempt | null = null;
    let wayUp = 0;
    let wayDown = 0;

    /** On an orderly connection pieces arrive in order. */
    function carry(what: string, direction: 'up' | 'down', deliver: () => void, lost: () => void): void {
      if (!isSteady || network.isCut(member)) {
        network.carry({ member, what, deliver, lost });
        return;
      }
      const at = Math.max(direction === 'up' ? wayUp : wayDown, schedule.now() + network.delay());
      if (direction === 'up') wayUp = at;
      else wayDown = at;
      schedule.after(at - schedule.now(), () => {
        if (network.isCut(member)) network.carry({ member, what, deliver, lost });
        else deliver();
      });
    }

    function end(own: Attempt): void {
      own.isOver = true;
      own.isOpen = false;
      for (const reject of [...own.waiting]) reject();
      const { socket } = own;
      // The server notices in its own time.
      if (socket) schedule.after(chance.between(0, longestIgnorance), socket.disconnect);
    }

    function lose(own: Attempt, milliseconds: number): void {
      schedule.after(
        milliseconds,
        unlessOver(() => {
          if (own !== attempt || own.isOver) return;
          const wasOpen = own.isOpen;
          end(own);
          trace.write(`${member} ${wasOpen ? 'loses its connection' : 'gets no connection'}`);
          if (wasOpen) events.lost(false);
          else events.failed('no answer', null);
        }),
      );
    }

    breakOpen = () => {
      if (attempt) lose(attempt, chance.between(100, longestIgnorance));
    };

    /** The server accepts the connection and sends on it. */
    function accept(own: Attempt): void {
      const current = server.current();
      if (!current || own.socket) return;
      const emit = (name: string, values: unknown[]) => {
        const text = JSON.stringify(values);
        carry(
          `poke ${name}`,
          'down',
          unlessOver(() => {
            if (own === attempt && own.isOpen) hear(events, name, text);
          }),
          () => {
            tally.lostPokes += 1;
          },
        );
      };
      own.socket = current.hub.connect(member, emit);
      // A server that ends takes its connections with it.
      const { life: serverLife } = current;
      const opened = unlessOver(() => {
        if (own !== attempt || own.isOver || own.isOpen) return;
        if (serverLife.isOver()) return lose(own, chance.between(10, 2_000));
        own.isOpen = true;
        trace.write(`${member} has a connection`);
        events.opened('websocket');
      });
      carry('welcome', 'down', opened, () => lose(own, chance.between(100, longestIgnorance)));
      current.whenOver(() => lose(own, chance.between(10, 5_000)));
    }

    return {
      open() {
        if (life.isOver()) return;
        const own: Attempt = { isOpen: false, isOver: false, socket: null, waiting: new Set() };
        attempt = own;
        const fail = () => lose(own, chance.between(10, 10_000));
        if (!server.current()) fail();
        else {
          const arrive = () => void (server.current() ? accept(own) : fail());
          carry('handshake', 'up', arrive, fail);
        }
      },
      close() {
        if (attempt && !attempt.isOver) end(attempt);
        attempt = null;
      },
      isOpen: () => !life.isOver() && attempt?.isOpen === true,
      request(event, body, milliseconds) {
        const own = attempt;
        if (life.isOver() || !own?.isOpen || !own.socket) return Promise.reject(new Error('Not connected.'));
        const { socket } = own;
        return new Promise((resolve, reject) => {
          const fail = () => {
            own.waiting.delete(fail);
            reject(new Error('The acknowledgement did not come.'));
          };
          own.waiting.add(fail);
          schedule.after(milliseconds, unlessOver(fail));
          const answerTo = (answer: unknown) =>
            carry(
              `${event} acknowledged`,
              'down',
              unlessOver(() => {
                own.waiting.delete(fail);
                if (own === attempt && own.isOpen) resolve(structuredClone(answer));
              }),
              () => {},
            );
          carry(
            `${event}`,
            'up',
            () => void ask(socket, event, body, answerTo),
            () => {},
          );
        });
      },
      send(event, body) {
        const socket = attempt?.socket;
        if (life.isOver() || !socket || !attempt?.isOpen) return;
        carry(
          `${event}`,
          'up',
          () => void ask(socket, event, body, () => {}),
          () => {},
        );
      },
      dispose() {
        if (attempt && !attempt.isOver) end(attempt);
        attempt = null;
      },
    };
  };

  return { createTransport, breakOpen: () => breakOpen() };
}

function hear(events: TransportEvents, name: string, text: string): void {
  events.event(name, JSON.parse(text));
}

async function ask(
  socket: HubSocket,
  event: string,
  body: unknown,
  answerTo: (answer: unknown) => void,
): Promise<void> {
  try {
    answerTo(await socket.ask(event, structuredClone(body)));
  } catch (error) {
    // The server's process has ended: nobody answers.
    if (!(error instanceof Error) || error.name !== 'LifeOver') throw error;
  }
}
