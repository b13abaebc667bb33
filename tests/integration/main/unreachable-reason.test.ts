import { createServer } from 'node:http';
import { expect, it } from 'vitest';
import { disposeLater } from '../../helpers/disposal.ts';
import { until } from '../../helpers/until.ts';
import { startBand, startDevice } from './band.ts';

it('explains a network’s sign-in page that answers instead of the server, until the server is back', async () => {
  const { server, ana, projectId } = await startBand();
  const anas = await startDevice(server, ana);
  await server.stop();
  const portal = createServer((_, response) => {
    response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Welcome to the train!</html>');
  });
  disposeLater(() => portal.close());
  await new Promise<void>((resolve) => portal.listen(Number(new URL(server.url).port), '127.0.0.1', resolve));
  await until(() => anas.last('connection.changed')?.kind === 'offline');
  await anas.handlers['projects.read']({ id: projectId });
  const reason = () => {
    const state = anas.last('connection.changed');
    return state?.kind === 'offline' ? state.reason : '';
  };
  await until(() => reason().includes('has a sign-in page'), { what: 'the sign-in page to be explained' });

  portal.closeAllConnections();
  await new Promise((resolve) => portal.close(resolve));
  await server.restart();
  await until(() => anas.last('connection.changed')?.kind === 'online', {
    what: 'the connection to be back',
  });
  await server.stop();
  await until(() => reason() !== '');
  expect(reason()).not.toContain('sign-in page');
});
