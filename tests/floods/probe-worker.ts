import http from 'node:http';
import { parentPort, workerData } from 'node:worker_threads';

const port = parentPort;
if (!port) throw new Error('The probe runs as a worker thread only');
const { url, cookie } = workerData as { url: string; cookie: string };
const agent = new http.Agent({ keepAlive: true });

function ask(): Promise<boolean> {
  return new Promise((resolve) => {
    const outgoing = http.get(`${url}/api/projects`, { agent, headers: { cookie } }, (incoming) => {
      incoming.resume();
      incoming.on('end', () => resolve(incoming.statusCode === 200));
    });
    outgoing.on('error', () => resolve(false));
  });
}

const fewest = 10;
const times: number[] = [];
let failed = 0;
let isStopped = false;
port.on('message', () => {
  isStopped = true;
});
await ask();
port.postMessage('ready');
while (!isStopped || times.length < fewest) {
  const begun = performance.now();
  if (!(await ask())) failed += 1;
  times.push(performance.now() - begun);
}
port.postMessage({ times, failed });
port.close();
