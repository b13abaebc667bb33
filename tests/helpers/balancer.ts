import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { thisMachine } from '../../tools/setup/chromium.ts';
import { findCaddy, findHaproxy, findNginx } from '../../tools/setup/peers.ts';
import { disposeLater, temporaryFolder } from './disposal.ts';
import { freePort } from './free-port.ts';
import { until } from './until.ts';

type Kind = {
  program: string | undefined;
  file: string;
  /** The line of the shipped configuration with the address it listens on, and the same for a port of 127.0.0.1. */
  listen: [shipped: string, ours: (port: number) => string];
  /** Puts the rest of a configuration around the shipped file. */
  around?: (shipped: string, folder: string) => string;
  arguments: (file: string, folder: string) => string[];
};

const kinds = {
  haproxy: {
    program: findHaproxy(thisMachine()),
    file: 'haproxy.cfg',
    listen: [
      'bind :443 ssl crt /etc/haproxy/band.example.org.pem alpn h2,http/1.1',
      (port) => `bind 127.0.0.1:${port}`,
    ],
    // It needs two files for each connection, and refuses to start where it may not open so many.
    around: (shipped) => replace(shipped, 'maxconn 20000', 'maxconn 500'),
    arguments: (file) => ['-db', '-q', '-f', file],
  },
  nginx: {
    program: findNginx(thisMachine()),
    file: 'nginx.conf',
    listen: ['listen 443 ssl;', (port) => `listen 127.0.0.1:${port};`],
    around: (shipped, folder) => {
      const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
      const paths = temporary.map((name) => `${name}_temp_path ${folder}/${name};`).join('\n');
      const plain = shipped.replaceAll(/^ *ssl_certificate.*\n/gm, '');
      // As root it would run as somebody who may not write into this folder.
      const user = process.getuid?.() === 0 ? 'user root;' : '';
      return `${user} pid ${folder}/pid; error_log ${folder}/log; daemon off; worker_processes 1;
events {} http { access_log off; ${paths}\n${plain} }`;
    },
    arguments: (file, folder) => ['-p', folder, '-c', file],
  },
  caddy: {
    program: findCaddy(thisMachine()),
    file: 'Caddyfile',
    listen: ['band.example.org {', (port) => `http://127.0.0.1:${port} {`],
    around: (shipped) => `{\n\tadmin off\n\tauto_https off\n}\n${shipped}`,
    arguments: (file) => ['run', '--adapter', 'caddyfile', '--config', file],
  },
} satisfies Record<string, Kind>;

export type BalancerName = keyof typeof kinds;

/** The balancers that are installed here. */
export const balancers = (Object.keys(kinds) as BalancerName[]).filter((name) => kinds[name].program);
export const missingBalancers = (Object.keys(kinds) as BalancerName[]).filter((name) => !kinds[name].program);

/** A balancer with the shipped configuration in front of two nodes, of which only addresses and certificate differ. */
export async function startBalancer(name: BalancerName, nodes: [string, string]): Promise<{ url: string }> {
  const kind: Kind = kinds[name];
  const folder = await temporaryFolder(`bandmate-${name}`);
  const port = await freePort();
  const shipped = await readFile(new URL(`../../server/deploy/${kind.file}`, import.meta.url), 'utf8');
  const [line, ours] = kind.listen;
  let text = replace(shipped, line, ours(port));
  for (const [index, node] of nodes.entries())
    text = replace(text, `10.0.0.1${index + 1}:3000`, new URL(node).host);
  const file = join(folder, kind.file);
  await writeFile(file, kind.around?.(text, folder) ?? text);
  const balancer = spawn(kind.program ?? name, kind.arguments(file, folder), {
    env: { ...process.env, HOME: folder },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let output = '';
  balancer.stderr.on('data', (chunk) => {
    output += chunk;
  });
  const ended = once(balancer, 'close');
  disposeLater(async () => {
    balancer.kill('SIGTERM');
    const late = setTimeout(() => balancer.kill('SIGKILL'), 2_000);
    await ended;
    clearTimeout(late);
  });
  const url = `http://127.0.0.1:${port}`;
  await until(
    async () => {
      if (balancer.exitCode !== null) throw new Error(output);
      return (await fetch(`${url}/api/health/live`)).ok;
    },
    { what: `${name} to answer` },
  );
  return { url };
}

function replace(text: string, shipped: string, ours: string): string {
  if (!text.includes(shipped)) throw new Error(`The shipped configuration has no ${shipped}`);
  return text.replaceAll(shipped, ours);
}
