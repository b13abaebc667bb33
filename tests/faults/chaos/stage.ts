import { join } from 'node:path';
import type { Order, Report, Said } from '../../fixtures/chaos-client/lines.ts';
import { type Program, startProgram } from '../program.ts';
import { startUnrulyProxy, type UnrulyProxy } from '../unruly-proxy.ts';
import type { BandTemplate, Cast } from './band-template.ts';
import type { Bounce } from './bounces.ts';
import type { Made } from './orders.ts';
import type { Victim } from './plan.ts';
import { type OpenServers, openOneServer, type Servers } from './servers.ts';

export const clientNumbers = [0, 1, 2] as const;
export type ClientNumber = (typeof clientNumbers)[number];

/** The fate of one command, as its client reported it. */
export type Fate = Made & {
  /** It was given to a client that may have taken it. */
  wasHandedOver: boolean;
  /** Its client reported that it is on disk. */
  operationId: string | null;
  answer: 'confirmed' | 'queued' | 'refused' | null;
  /** The process that waited for the answer was killed. */
  callerWasKilled: boolean;
};

export type StageOptions = {
  /** The client's setting: bounds of the wait between attempts to connect, in milliseconds. */
  backoff?: { first: number; longest: number };
  headsMilliseconds?: number;
  /** One server if it is missing. */
  openServers?: OpenServers;
  /** Called whenever a process is ready, with its folder, so that a test can damage it. */
  whenReady?(who: Victim, folder: string): void;
};

/** The servers and three clients, all of them processes, each client behind a proxy of its own. */
export type Stage = {
  cast: Cast;
  proxies: Record<ClientNumber, UnrulyProxy>;
  fates: Map<string, Fate>;
  /** Things that should not have happened: a process that ended unasked, a refused session. */
  problems: string[];
  servers: Servers;
  /** Every client shows this project from now on, whenever it is started. */
  show(projectId: string): void;
  run(made: Made): void;
  openCut(client: ClientNumber, cutId: string): void;
  /** Drops it on the windows of its clients. */
  drop(bounce: Bounce, projectId: string): void;
  /** Whether that client has a connection to a server, as it says itself. */
  isConnected(client: ClientNumber): boolean;
  home: string;
  readAll(client: ClientNumber): void;
  /** Null while it isn't ready, or if it dies first. */
  report(client: ClientNumber): Promise<Report | null>;
  isAlive(who: Victim): boolean;
  kill(who: Victim): Promise<void>;
  /** Starts it if it is dead. Resolves when it is ready, or killed before that. */
  start(who: Victim): Promise<void>;
  close(): Promise<void>;
};

type Player = {
  program: Program | null;
  /** Resolves when its program is ready, or has ended. */
  started: Promise<void>;
  isReady: boolean;
  isConnected: boolean;
  waiting: Order[];
  /** Tags of the orders that this life has not answered. */
  open: Set<string>;
  reports: Map<string, (report: Report | null) => void>;
};

export async function openStage(
  band: BandTemplate,
  cast: Cast,
  home: string,
  options: StageOptions = {},
): Promise<Stage> {
  const { backoff = { first: 50, longest: 800 }, headsMilliseconds = 1_500 } = options;
  const proxies: Stage['proxies'] = {
    0: await startUnrulyProxy(),
    1: await startUnrulyProxy(),
    2: await startUnrulyProxy(),
  };
  const fates: Stage['fates'] = new Map();
  const problems: string[] = [];
  const bounces = new Map<string, Bounce>();
  const newPlayer = (): Player => ({
    ...{
      program: null,
      started: Promise.resolve(),
      isReady: false,
      isConnected: false,
      waiting: [],
      open: new Set(),
      reports: new Map(),
    },
  });
  const players: Record<ClientNumber, Player> = { 0: newPlayer(), 1: newPlayer(), 2: newPlayer() };
  const killed = new Set<Program>();
  const servers = await (options.openServers ?? openOneServer)({
    ...{ band, home },
    proxies: clientNumbers.map((client) => proxies[client]),
    complain: (problem) => problems.push(problem),
    whenReady: (folder) => options.whenReady?.('server', folder),
  });
  let shown = band.projects[0]?.id ?? '';
  let reports = 0;

  /** Resolves when the program is ready, or was killed before that. */
  async function launch(who: ClientNumber, env: Record<string, string>): Promise<void> {
    const player = players[who];
    const ready = Promise.withResolvers<void>();
    const isReady = () => {
      options.whenReady?.(who, folderOf(who));
      ready.resolve();
    };
    const hear = (line: string) => {
      if (player.program === program) listen(who, line, isReady);
    };
    const program = startProgram('tests/fixtures/chaos-client/client.ts', env, hear);
    player.program = program;
    const end = program.ended.then(() => {
      if (!killed.has(program))
        problems.push(`Client ${who} ended without being killed: ${program.complaints()}`);
      bury(player);
    });
    await Promise.race([ready.promise, end]);
  }

  function bury(player: Player): void {
    player.isReady = false;
    player.isConnected = false;
    for (const tag of player.open) {
      const fate = fates.get(tag);
      if (fate) fate.callerWasKilled = true;
    }
    player.open.clear();
    for (const answer of player.reports.values()) answer(null);
    player.reports.clear();
  }

  function listen(who: ClientNumber, line: string, ready: () => void): void {
    const said = parse(line);
    const player = players[who];
    if (said?.said === 'ready') {
      player.isReady = true;
      for (const order of player.waiting.splice(0)) hand(who, order);
      ready();
    } else if (said?.said === 'queued') change(said.tag, { operationId: said.operationId });
    else if (said?.said === 'answer') {
      player.open.delete(said.tag);
      change(said.tag, { answer: said.state });
    } else if (said?.said === 'report') {
      player.reports.get(said.tag)?.(said.report);
      player.reports.delete(said.tag);
    } else if (said?.said === 'dropped') {
      const bounce = bounces.get(said.path);
      if (said.refusal === null) bounce?.takenBy.add(who);
      else problems.push(`Client ${who} refused ${bounce?.name}: ${said.refusal}`);
    } else if (said?.said === 'connection') {
      player.isConnected = said.kind === 'online';
      if (['unauthorised', 'revoked'].includes(said.kind))
        problems.push(`Client ${who} was told that it is ${said.kind}`);
    }
  }

  function change(tag: string, changes: Partial<Fate>): void {
    const fate = fates.get(tag);
    if (fate) Object.assign(fate, changes);
  }

  function hand(client: ClientNumber, order: Order): void {
    const player = players[client];
    if (!player.isReady) {
      player.waiting.push(order);
      return;
    }
    if (order.do === 'run') {
      player.open.add(order.tag);
      change(order.tag, { wasHandedOver: true });
    }
    player.program?.write(JSON.stringify(order));
  }

  const folderOf = (client: ClientNumber) => join(home, `client-${client}`);

  function start(who: Victim): Promise<void> {
    if (who === 'server') return servers.start();
    const player = players[who];
    if (player.program === null) player.started = startNow(who);
    return player.started;
  }

  function startNow(who: ClientNumber): Promise<void> {
    const person = cast[who];
    return launch(who, {
      CHAOS_FOLDER: folderOf(who),
      CHAOS_SERVER: proxies[who].url,
      CHAOS_EMAIL: person.email,
      CHAOS_PASSWORD: person.password,
      CHAOS_PROJECT: shown,
      CHAOS_BACKOFF: JSON.stringify(backoff),
      CHAOS_HEADS: String(headsMilliseconds),
    });
  }

  async function kill(who: Victim): Promise<void> {
    if (who === 'server') return servers.kill();
    const { program } = players[who];
    if (!program) return;
    killed.add(program);
    await program.kill();
    players[who].program = null;
    bury(players[who]);
  }

  return {
    ...{ cast, proxies, fates, problems, servers, kill, start, home },
    show(projectId) {
      shown = projectId;
      for (const client of clientNumbers) {
        if (players[client].isReady) hand(client, { do: 'show', projectId });
      }
    },
    run(made) {
      fates.set(made.tag, {
        ...{ ...made, wasHandedOver: false, operationId: null, answer: null, callerWasKilled: false },
      });
      hand(made.client, { do: 'run', tag: made.tag, kind: made.kind, payload: made.payload });
    },
    readAll: (client) => hand(client, { do: 'read-all' }),
    openCut: (client, cutId) => hand(client, { do: 'open-cut', cutId }),
    drop(bounce, projectId) {
      const { path } = bounce;
      bounces.set(path, bounce);
      for (const client of bounce.clients) hand(client, { do: 'drop', path, projectId });
    },
    isConnected: (client) => players[client].isConnected,
    report(client) {
      const player = players[client];
      if (!player.isReady) return Promise.resolve(null);
      const tag = `report-${reports++}`;
      return new Promise((resolve) => {
        player.reports.set(tag, resolve);
        hand(client, { do: 'report', tag });
      });
    },
    isAlive: (who) => (who === 'server' ? servers.isAlive() : players[who].program !== null),
    async close() {
      await Promise.all(clientNumbers.map(kill));
      await servers.close();
      await Promise.all(clientNumbers.map((client) => proxies[client].close()));
    },
  };
}

/** Null for a line that the end of its process cut off. */
function parse(line: string): Said | null {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}
