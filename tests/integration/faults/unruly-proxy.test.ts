import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { expect, it } from 'vitest';
import { startUnrulyProxy } from '../../faults/unruly-proxy.ts';
import { disposeLater } from '../../helpers/disposal.ts';
import { until } from '../../helpers/until.ts';

type End = {
  socket: Socket;
  received: () => string;
  state: { ended: boolean; closed: boolean; error: string };
};

function endOf(socket: Socket): End {
  let received = '';
  const state = { ended: false, closed: false, error: '' };
  socket.on('data', (piece) => {
    received += piece;
  });
  socket.on('end', () => {
    state.ended = true;
  });
  socket.on('error', (error: NodeJS.ErrnoException) => {
    state.error = error.code ?? '';
  });
  socket.on('close', () => {
    state.closed = true;
  });
  return { socket, received: () => received, state };
}

/** Both ends of a connection through the proxy. */
async function open() {
  const server = createServer({ allowHalfOpen: true });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  disposeLater(() => server.close());
  const proxy = await startUnrulyProxy((server.address() as AddressInfo).port);
  disposeLater(proxy.close);
  const dial = async () => {
    const accepted = once(server, 'connection');
    const client = endOf(connect({ port: Number(new URL(proxy.url).port), allowHalfOpen: true }));
    disposeLater(() => client.socket.destroy());
    const [socket] = (await accepted) as [Socket];
    disposeLater(() => socket.destroy());
    return { client, target: endOf(socket) };
  };
  return { server, proxy, dial, ...(await dial()) };
}

it('carries both directions, and an end in order', async () => {
  const { proxy, client, target } = await open();
  client.socket.write('hello');
  target.socket.write('good day');
  await until(() => target.received() === 'hello' && client.received() === 'good day');
  client.socket.end();
  await until(() => target.state.ended);
  target.socket.end('bye');
  await until(() => client.state.closed && target.state.closed);
  expect(client.received()).toBe('good daybye');
  expect([client.state.error, target.state.error]).toEqual(['', '']);
  expect(proxy.counts).toMatchObject({ connections: 1, bytes: { up: 5, down: 11 } });
});

it('cuts: both ends are reset', async () => {
  const { proxy, client, target } = await open();
  expect(proxy.strike({ kind: 'cut' })).toBe(1);
  await until(() => client.state.closed && target.state.closed);
  expect([client.state.error, target.state.error]).toEqual(['ECONNRESET', 'ECONNRESET']);
  expect(proxy.counts.cut).toBe(1);
});

it('cuts after a number of bytes in one direction', async () => {
  const { proxy, client, target } = await open();
  proxy.strike({ kind: 'cut-after', direction: 'up', bytes: 7 });
  target.socket.write('not counted');
  await until(() => client.received() !== '');
  client.socket.write('0123');
  await until(() => target.received() === '0123');
  client.socket.write('456789');
  await until(() => client.state.closed);
  expect('0123456'.startsWith(target.received())).toBe(true);
  expect(target.received().length).toBeLessThanOrEqual(7);
});

it('half-closes: one end sees an end, and can still send', async () => {
  const { proxy, client, target } = await open();
  proxy.strike({ kind: 'half-close', end: 'client' });
  await until(() => client.state.ended);
  client.socket.write('still here');
  await until(() => target.received() === 'still here');
  expect(target.state.ended).toBe(false);
});

it('stalls one direction, and delivers held bytes in order when it heals', async () => {
  const { proxy, client, target } = await open();
  proxy.strike({ kind: 'stall', direction: 'up' });
  client.socket.write('one ');
  target.socket.write('answer');
  await until(() => client.received() === 'answer');
  client.socket.write('two');
  expect(target.received()).toBe('');
  proxy.heal();
  await until(() => target.received() === 'one two');
});

it('reveals a death behind a stall only when it heals', async () => {
  const { proxy, client, target } = await open();
  proxy.strike({ kind: 'stall', direction: 'both' });
  target.socket.resetAndDestroy();
  await until(() => target.state.closed);
  client.socket.write('is anyone there?');
  expect(client.state.closed).toBe(false);
  proxy.heal();
  await until(() => client.state.closed);
  expect(client.state.error).toBe('ECONNRESET');
});

it('vanishes: both believe in it until it heals', async () => {
  const { proxy, client, target } = await open();
  proxy.strike({ kind: 'vanish' });
  client.socket.write('hello');
  target.socket.write('hello');
  client.socket.end();
  await until(() => proxy.counts.bytes.up === 5 && proxy.counts.bytes.down === 5);
  expect([client.received(), target.received(), target.state.ended]).toEqual(['', '', false]);
  proxy.heal();
  await until(() => client.state.closed && target.state.closed);
  expect(target.state.error).toBe('ECONNRESET');
});

it('slows, and loses nothing by it', async () => {
  const { proxy, client, target } = await open();
  proxy.strike({ kind: 'slow', bytesPerSecond: 2_000 });
  const begun = performance.now();
  client.socket.write('x'.repeat(600));
  await until(() => target.received().length === 600);
  expect(performance.now() - begun).toBeGreaterThan(200);
  client.socket.write('y'.repeat(1_000_000));
  proxy.heal();
  await until(() => target.received().length === 1_000_600);
});

it('gives new connections the current trouble, until it heals', async () => {
  const { proxy, dial } = await open();
  proxy.setWeather({ kind: 'refuse' });
  const refused = endOf(connect(Number(new URL(proxy.url).port)));
  await until(() => refused.state.closed);
  expect(refused.state.error).toBe('ECONNRESET');
  proxy.setWeather({ kind: 'stall', direction: 'down' });
  const { client, target } = await dial();
  target.socket.write('good day');
  client.socket.write('hello');
  await until(() => target.received() === 'hello');
  expect(client.received()).toBe('');
  proxy.heal();
  await until(() => client.received() === 'good day');
});

it('resets new connections while nobody listens', async () => {
  const { proxy } = await open();
  proxy.setTarget(null);
  const client = endOf(connect(Number(new URL(proxy.url).port)));
  await until(() => client.state.closed);
  expect(client.state.error).toBe('ECONNRESET');
});
