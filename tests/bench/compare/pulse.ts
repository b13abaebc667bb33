import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { setPriority } from 'node:os';
import { join } from 'node:path';
import { until } from '../../helpers/until.ts';

export const rate = 48_000;

/** A PulseAudio with nothing but a sink that goes nowhere. What is played into it can be recorded, sample for sample. */
export type Pulse = {
  /** For programs that shall play into it. */
  env: Record<string, string>;
  /** How many streams are open. Chromium keeps one for 5 s after its last sound, stopped. */
  countStreams(): number;
  /** How many of them keep the device running. */
  countRunning(): number;
  /** Records until `stop`, which resolves to the left channel. */
  record(path: string): Promise<{ stop(): Promise<Float32Array> }>;
  stop(): Promise<void>;
};

const hasProgram = (name: string) => {
  try {
    execFileSync(name, ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
};

/** Null, with the reason on the console, if this machine has no PulseAudio and none can be installed. */
export async function startPulse(folder: string): Promise<Pulse | null> {
  if (!hasProgram('pulseaudio') || !hasProgram('parec')) {
    console.log('PulseAudio is missing: trying apt-get install pulseaudio pulseaudio-utils');
    try {
      execFileSync(
        'apt-get',
        ['install', '-y', '--no-install-recommends', 'pulseaudio', 'pulseaudio-utils'],
        {
          stdio: 'ignore',
        },
      );
    } catch {
      console.log('It can’t be installed here, so nothing that comes out can be recorded: skipped.');
      return null;
    }
  }
  const settings = join(folder, 'home/.config/pulse');
  for (const name of [settings, join(folder, 'run')]) await mkdir(name, { recursive: true, mode: 0o700 });
  // Programs take the default for the device's own rate.
  await writeFile(join(settings, 'daemon.conf'), `default-sample-rate = ${rate}\n`);
  const socket = join(folder, 'pulse.sock');
  const env = { PULSE_SERVER: `unix:${socket}` };
  const daemon = spawn(
    'pulseaudio',
    [
      '-n',
      '--daemonize=no',
      '--exit-idle-time=-1',
      '--use-pid-file=no',
      '-L',
      `module-null-sink sink_name=bench rate=${rate} channels=2 format=float32le`,
      '-L',
      `module-native-protocol-unix socket=${socket} auth-anonymous=1`,
    ],
    {
      stdio: 'ignore',
      env: { ...process.env, HOME: join(folder, 'home'), XDG_RUNTIME_DIR: join(folder, 'run') },
    },
  );
  favour(daemon.pid);
  const ask = (...words: string[]) =>
    execFileSync('pactl', words, { env: { ...process.env, ...env }, encoding: 'utf8', stdio: 'pipe' });
  await until(async () => {
    try {
      return ask('list', 'short', 'sinks').includes('bench');
    } catch {
      return false;
    }
  });

  return {
    env,
    countStreams: () => ask('list', 'short', 'sink-inputs').split('\n').filter(Boolean).length,
    countRunning: () => ask('list', 'sink-inputs').match(/^\s*Corked: no$/gm)?.length ?? 0,
    async record(path) {
      const recorder = spawn(
        'parec',
        [
          '--device=bench.monitor',
          '--format=float32le',
          `--rate=${rate}`,
          '--channels=2',
          '--latency-msec=50',
        ],
        { stdio: ['ignore', 'pipe', 'ignore'], env: { ...process.env, ...env } },
      );
      favour(recorder.pid);
      const file = createWriteStream(path);
      recorder.stdout.pipe(file);
      await once(recorder.stdout, 'readable');
      return {
        async stop() {
          recorder.kill('SIGTERM');
          await once(file, 'close');
          const bytes = await readFile(path);
          return Float32Array.from({ length: Math.floor(bytes.length / 8) }, (_, at) =>
            bytes.readFloatLE(8 * at),
          );
        },
      };
    },
    async stop() {
      const ended = once(daemon, 'exit');
      daemon.kill('SIGTERM');
      await ended;
    },
  };
}

/** A recorder that is kept waiting would lose sound that really came out. */
function favour(pid: number | undefined): void {
  try {
    if (pid !== undefined) setPriority(pid, -15);
  } catch {
    // Only root may.
  }
}
