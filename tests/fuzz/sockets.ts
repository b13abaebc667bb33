import fc from 'fast-check';
import type { Socket } from 'socket.io-client';
import {
  controlPartySchema,
  joinPartySchema,
  leavePartySchema,
  listPartiesSchema,
  partyClockSchema,
  pointPartySchema,
  startPartySchema,
} from '../../protocol/wire/party.ts';
import {
  helloSchema,
  joinProjectSchema,
  leaveProjectSchema,
  sendTypingSchema,
} from '../../protocol/wire/room.ts';
import { canary } from '../contract/server/matrix/scene.ts';
import { createSender } from '../contract/server/matrix/send.ts';
import { connectSocket, registerUser, type TestServer, type TestUser } from '../helpers/server.ts';
import type { Plant } from './attack.ts';
import { fromSchema } from './from-schema.ts';
import { fuzz } from './fuzz.ts';
import { hostileText, hostileValue } from './hostile.ts';

const schemas = {
  hello: helloSchema,
  'join:project': joinProjectSchema,
  'leave:project': leaveProjectSchema,
  'chat:typing': sendTypingSchema,
  'party:list': listPartiesSchema,
  'party:start': startPartySchema,
  'party:join': joinPartySchema,
  'party:leave': leavePartySchema,
  'party:control': controlPartySchema,
  'party:point': pointPartySchema,
  'party:clock': partyClockSchema,
};

/** A socket that sends more is refused, which would prove little. */
const messagesPerSocket = 800;

/** Sends every event with hostile arguments, so many of each. Answers how many were sent in all. */
export async function attackEvents(server: TestServer, garden: Plant, cases: number): Promise<number> {
  let count = 0;
  for (const [name, schema] of Object.entries(schemas)) {
    const payload = fromSchema(schema, { ids: garden.ids, hostility: 100 });
    const rest = fc.oneof(
      { weight: 4, arbitrary: fc.constant([]) },
      { weight: 1, arbitrary: fc.array(hostileValue, { maxLength: 3 }) },
    );
    const messages = fc.tuple(
      fc.oneof({ weight: 9, arbitrary: payload }, { weight: 1, arbitrary: hostileValue }),
      rest,
    );
    for (let left = cases; left > 0; left -= messagesPerSocket) {
      const caller = left % 2 ? (garden.callers[2] as TestUser) : await registerUser(server);
      const socket = await connectSocket(server, caller);
      const seen = watch(socket);
      count += await fuzz(
        `the event ${name}`,
        messages,
        Math.min(left, messagesPerSocket),
        async ([input, more]) => {
          // A longer message ends its connection, as it should.
          if (JSON.stringify([input, ...more]).length > 15_000) return;
          const answer = await socket.timeout(15_000).emitWithAck(name, input, ...more);
          if (answer?.kind === 'internal') throw new Error(`It answered ${JSON.stringify(answer)}`);
          if (seen.isTold) throw new Error('It heard what others have.');
        },
      );
      socket.disconnect();
    }
  }
  return count;
}

function watch(socket: Socket): { isTold: boolean } {
  const seen = { isTold: false };
  socket.onAny((...heard) => {
    seen.isTold ||= JSON.stringify(heard).includes(canary);
  });
  return seen;
}

/** Packets of Socket.IO in those of Engine.IO, as text: of events, acknowledgements and attachments, right and wrong. */
const packet = fc.oneof(
  { weight: 3, arbitrary: hostileValue.map((value) => `42${JSON.stringify(['join:project', value])}`) },
  {
    weight: 3,
    arbitrary: fc
      .tuple(fc.nat(9), fc.nat(9), hostileText)
      .map(([engine, kind, text]) => `${engine}${kind}${text}`),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.nat(1e9), hostileValue)
      .map(([id, value]) => `42${id}${JSON.stringify(['hello', value])}`),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      '451-["join:project",{"_placeholder":true,"num":0}]',
      '459999999-["x",{"_placeholder":true,"num":-1}]',
      'bAAAA',
      '40/admin,',
      '42/admin,["x"]',
      '41',
      '42["disconnect"]',
      '42["connect_error"]',
      '42["__proto__",{}]',
      '42[{}]',
      '42[]',
      '42{}',
      '43999["x"]',
      `42${'['.repeat(5000)}`,
      '6',
      '5',
      '1',
      '2probe',
    ),
  },
  { weight: 1, arbitrary: hostileText },
);

/** Sends packets that no client of ours makes, over long-polling. */
export async function attackPackets(server: TestServer, garden: Plant, cases: number): Promise<number> {
  const { send, close } = createSender(server.url);
  const path = '/socket.io/?EIO=4&transport=polling';
  try {
    const bodies = fc.tuple(fc.boolean(), fc.array(packet, { minLength: 1, maxLength: 4 }));
    return await fuzz('packets of sockets', bodies, cases, async ([isSignedIn, packets]) => {
      const headers: Record<string, string> = isSignedIn ? { cookie: garden.callers[2]?.cookie ?? '' } : {};
      const opened = await send('GET', path, undefined, headers);
      const sid = /"sid":"([^"]+)"/.exec(opened.body.toString())?.[1];
      if (opened.status !== 200 || !sid) throw new Error(`There was no handshake: ${opened.status}`);
      const here = `${path}&sid=${sid}`;
      await send('POST', here, Buffer.from('40'), headers);
      const answer = await send('POST', here, Buffer.from(packets.join('\x1e')), headers);
      if (answer.status >= 500) throw new Error(`It answered ${answer.status}`);
      const heard = await send('GET', here, undefined, headers);
      if (heard.body.includes(canary)) throw new Error('It heard what others have.');
      await send('POST', here, Buffer.from('1'), headers);
    });
  } finally {
    close();
  }
}
