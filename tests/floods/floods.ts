import { createHash, randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { io, type Socket } from 'socket.io-client';
import { newId } from '../../common/new-id.ts';
import { type Answer, ask, password } from './person.ts';
import { type FloodScene, uploadForm } from './scene.ts';

/** Answers that a server under a flood may give; those that refuse for a while say for how long. */
export type Flood = {
  what: string;
  /** Statuses besides those of success. */
  refusals: number[];
  /** Sends it, `size` of something; resolves with all answers once each is there. */
  send(scene: FloodScene, size: number): Promise<Answer[]>;
  /** In a test, and in the bench. */
  sizes: [few: number, many: number];
};

const atOnce = (count: number, one: (number: number) => Promise<Answer>) =>
  Promise.all(Array.from({ length: count }, (_, number) => one(number)));
const newcomer = () => ({ email: `${newId()}@example.com`, password, name: 'Stranger' });
const repeat = (bytes: number, text: string) => Buffer.alloc(bytes, Buffer.from(text, 'latin1'));

/** An ID3 tag of this many frames before nothing. */
function tagOf(frames: number): Buffer {
  const frame = 'TXXX\0\0\0\x01\0\0\0';
  const bytes = frames * frame.length;
  const size = [21, 14, 7, 0].map((shift) => (bytes >> shift) & 127);
  return Buffer.concat([
    Buffer.from([0x49, 0x44, 0x33, 4, 0, 0, ...size]),
    repeat(bytes, frame),
    repeat(8000, '\xff\xfb\x90\x64'),
  ]);
}

const atomsOf = (count: number) =>
  Buffer.concat([
    Buffer.from('\0\0\0\x18ftypM4A \0\0\0\0M4A mp42', 'latin1'),
    repeat(count * 8, '\0\0\0\x08free'),
  ]);

/** Sends a message again and again; answers how each socket ended as one refusal. */
async function floodSocket(
  { url, stranger }: FloodScene,
  name: string,
  input: object,
  count: number,
): Promise<Answer[]> {
  const socket: Socket = io(url, {
    ...{ forceNew: true, reconnection: false, transports: ['websocket'] },
    extraHeaders: { cookie: stranger.cookie },
  });
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('connect_error', reject);
  });
  let answered = 0;
  const done = new Promise<void>((resolve) => {
    socket.once('disconnect', () => resolve());
    const take = () => {
      answered += 1;
      if (answered === count) resolve();
    };
    for (let sent = 0; sent < count; sent += 1) socket.emit(name, input, take);
  });
  await done;
  socket.disconnect();
  return [];
}

/** Half a request on each of so many connections; resolves once the server has ended them all. */
function halfRequests({ url }: FloodScene, count: number, head: string): Promise<Answer[]> {
  const beginning = Buffer.from(
    `${head}\r\nHost: band\r\n\r\n${'x'.repeat(head.startsWith('POST') ? 200_000 : 0)}`,
  );
  return Promise.all(
    Array.from(
      { length: count },
      () =>
        new Promise<void>((resolve) => {
          const socket = connect(Number(new URL(url).port), '127.0.0.1', () => socket.write(beginning));
          socket.on('error', () => {});
          socket.on('close', () => resolve());
          socket.resume();
        }),
    ),
  ).then(() => []);
}

async function parts({ stranger, strangersCutId: cutId }: FloodScene, count: number): Promise<Answer[]> {
  const bytes = randomBytes(256 * 1024);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const target = { kind: 'cut', cutId };
  return atOnce(count, async () => {
    const wish = { uploadKey: newId(), name: 'mix.wav', size: 1024 ** 2, sha256, target };
    const reserved = await stranger.ask('POST', '/api/uploads/reserve', wish);
    if (reserved.status !== 200) return reserved;
    const { tusUrl } = JSON.parse(reserved.body) as { tusUrl: string };
    return stranger.ask('PATCH', tusUrl, bytes, {
      'tus-resumable': '1.0.0',
      'upload-offset': '0',
      'content-type': 'application/offset+octet-stream',
    });
  });
}

export const floods: Flood[] = [
  {
    what: 'searches for a repeated word',
    refusals: [429],
    sizes: [15, 40],
    send: ({ stranger }, size) =>
      atOnce(size, () => stranger.ask('GET', `/api/search?q=${'a%20'.repeat(120)}`)),
  },
  {
    what: 'registrations',
    refusals: [429],
    sizes: [8, 40],
    send: ({ url }, size) => atOnce(size, () => ask(url, 'POST', '/api/auth/register', newcomer())),
  },
  {
    what: 'sign-ins',
    refusals: [401, 429],
    sizes: [12, 60],
    send: ({ url }, size) => atOnce(size, () => ask(url, 'POST', '/api/auth/login', newcomer())),
  },
  {
    what: 'forgotten passwords',
    refusals: [429],
    sizes: [40, 300],
    send: ({ url, ana }, size) =>
      atOnce(size, (number) =>
        ask(url, 'POST', '/api/auth/forgot-password', { email: number % 2 ? ana.email : newcomer().email }),
      ),
  },
  {
    what: 'guesses at a link’s password',
    refusals: [401, 429],
    sizes: [12, 60],
    send: ({ url, shareToken }, size) =>
      atOnce(size, (number) =>
        ask(url, 'POST', `/api/share/${shareToken}/unlock`, { password: `guess ${number}` }),
      ),
  },
  {
    what: 'comments of a guest',
    refusals: [429],
    sizes: [40, 400],
    send: ({ url, guest: { token, fileId } }, size) =>
      atOnce(size, (number) =>
        ask(url, 'POST', `/api/share/${token}/comments`, {
          ...{ id: newId(), key: 'k'.repeat(16 + (number % 16)), name: `Zoe ${number}`, fileId },
          ...{ text: 'a '.repeat(2000), timestamp: 1 },
        }),
      ),
  },
  {
    what: 'questions of a share page, and previews of its link',
    refusals: [429],
    sizes: [40, 400],
    send: ({ url, guest: { token, fileId } }, size) =>
      atOnce(size, (number) =>
        ask(
          url,
          'GET',
          [
            `/api/share/${token}/changes`,
            `/api/share/${token}/comments?fileId=${fileId}`,
            `/share/${token}`,
            `/share/${token}/preview.png`,
          ][number % 4] ?? '',
        ),
      ),
  },
  {
    what: 'compressed bodies of 6 MB',
    refusals: [400, 401, 413],
    sizes: [20, 200],
    send({ url, stranger }, size) {
      const packed = gzipSync(Buffer.alloc(6_000_000, 0x20));
      const headers = { 'content-encoding': 'gzip' };
      return atOnce(size, (number) =>
        number % 2
          ? stranger.ask('POST', '/api/commands', packed, headers)
          : ask(url, 'POST', '/api/auth/login', packed, headers),
      );
    },
  },
  {
    what: 'half-sent bodies',
    refusals: [],
    sizes: [20, 100],
    send: (scene, size) =>
      halfRequests(
        scene,
        size,
        'POST /api/commands HTTP/1.1\r\nContent-Type: application/json\r\nContent-Length: 6000000',
      ),
  },
  {
    what: 'reservations of 1 GB',
    refusals: [413, 429, 500],
    sizes: [20, 500],
    send: ({ stranger, strangersCutId: cutId }, size) =>
      atOnce(size, (number) =>
        stranger.ask('POST', '/api/uploads/reserve', {
          ...{ uploadKey: newId(), name: 'mix.wav', size: 1024 ** 3, target: { kind: 'cut', cutId } },
          sha256: createHash('sha256').update(`${number}`).digest('hex'),
        }),
      ),
  },
  { what: 'parts of files', refusals: [413, 429, 500], sizes: [10, 60], send: parts },
  {
    what: 'invitations',
    refusals: [409, 429],
    sizes: [110, 300],
    send: ({ stranger, ana, strangersProjectId }, size) =>
      atOnce(size, () =>
        stranger.ask('POST', `/api/projects/${strangersProjectId}/invite`, {
          email: ana.email,
          role: 'MEMBER',
        }),
      ),
  },
  {
    what: 'invitation links',
    refusals: [413, 429],
    sizes: [60, 300],
    send: ({ stranger, strangersProjectId }, size) =>
      atOnce(size, () =>
        stranger.ask('POST', `/api/projects/${strangersProjectId}/invite`, { role: 'MEMBER' }),
      ),
  },
  {
    what: 'guesses at invitations',
    refusals: [404, 429],
    sizes: [60, 600],
    send: ({ url }, size) =>
      atOnce(size, () =>
        ask(url, 'POST', '/api/invitations/read', { token: randomBytes(32).toString('base64url') }),
      ),
  },
  {
    what: 'joins of a room',
    refusals: [],
    sizes: [2_000, 20_000],
    send: (scene, size) => floodSocket(scene, 'join:project', { projectId: scene.projectId }, size),
  },
  {
    what: 'signals of typing',
    refusals: [],
    sizes: [2_000, 20_000],
    send: (scene, size) => floodSocket(scene, 'chat:typing', { conversationId: 'c', isTyping: true }, size),
  },
  {
    what: 'pointers of a listening party',
    refusals: [],
    sizes: [2_000, 20_000],
    send: (scene, size) => floodSocket(scene, 'party:point', { partyId: 'p', seconds: 1 }, size),
  },
  {
    what: 'frames in a tag',
    refusals: [400],
    sizes: [300_000, 1_500_000],
    send: async ({ stranger, strangersCutId }, size) => [
      await uploadForm(stranger, strangersCutId, 'mix.mp3', tagOf(size)),
    ],
  },
  {
    what: 'atoms in a file',
    refusals: [400],
    sizes: [100_000, 500_000],
    send: async ({ stranger, strangersCutId }, size) => [
      await uploadForm(stranger, strangersCutId, 'mix.m4a', atomsOf(size)),
    ],
  },
  {
    what: 'notifications by a bandmate',
    refusals: [429],
    sizes: [40, 400],
    send: ({ rex, ana, projectId }, size) =>
      atOnce(size, () =>
        rex.ask('POST', `/api/projects/${projectId}/messages`, { text: '@Ana', mentions: [ana.id] }),
      ),
  },
];
