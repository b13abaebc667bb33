import { mkdir, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createDawWatch, dawLookMilliseconds } from '../../../main/beside/daw-watch.ts';
import { findDaw } from '../../../main/beside/known-daws.ts';
import { listProcesses, readProc, readPs, readTasklist } from '../../../main/beside/list-processes.ts';
import { temporaryFolder } from '../../helpers/disposal.ts';
import { createMovedClock } from '../../helpers/moved-clock.ts';
import { createQuietLog } from '../../helpers/quiet-log.ts';

describe('a DAW is found by its process', () => {
  it.each([
    ['reaper', 'REAPER'],
    ['reaper.exe', 'REAPER'],
    ['REAPER64', 'REAPER'],
    ['Ableton Live 12 Suite.exe', 'Ableton Live'],
    ['Ableton Live 11 Lite', 'Ableton Live'],
    ['Cubase14.exe', 'Cubase'],
    ['Cubase LE AI Elements 13', 'Cubase'],
    ['Logic Pro', 'Logic Pro'],
    ['Logic Pro X', 'Logic Pro'],
    ['FL64.exe', 'FL Studio'],
    ['FL Studio 2025', 'FL Studio'],
    ['Studio One', 'Studio One'],
    ['BitwigStudio', 'Bitwig Studio'],
    ['ProTools.exe', 'Pro Tools'],
    ['Pro Tools', 'Pro Tools'],
    ['Reason 13', 'Reason'],
    ['ardour8', 'Ardour'],
    ['chrome.exe', null],
    ['flatpak', null],
    ['reasonable-tool', null],
    ['BandMate', null],
    ['explorer.exe', null],
    ['mpd', null],
  ])('%s: %s', (process, daw) => {
    expect(findDaw(['systemd', process, 'bash'], [])).toBe(daw);
  });

  it('takes the user’s own programs by their name', () => {
    expect(findDaw(['ourtracker.EXE'], ['OurTracker'])).toBe('OurTracker');
    expect(findDaw(['ourtracker2'], ['OurTracker'])).toBeNull();
  });
});

describe('processes', () => {
  /*
   * The first lines are what Windows 10 printed for `tasklist /fo csv`, from the notes of a public course; the memory of
   * a process that it may not read is N/A (github.com/microsoft/PowerToys/issues/39791). The DAW's line has their form,
   * and the dots of a German Windows.
   */
  it('are read from the list of Windows', () => {
    const output = [
      '"System Idle Process","0","Services","0","8 K"',
      '"Secure System","72","Services","0","22,332 K"',
      '"Registry","132","Services","0","37,876 K"',
      '"smss.exe","784","Services","0","N/A"',
      '"winlogon.exe","916","Console","1","6,600 K"',
      '"Ableton Live 12 Suite.exe","9912","Console","1","1.204.000 K"',
      '',
    ].join('\r\n');
    expect(readTasklist(output)).toEqual([
      ...['System Idle Process', 'Secure System', 'Registry', 'smss.exe', 'winlogon.exe'],
      'Ableton Live 12 Suite.exe',
    ]);
  });

  /*
   * Programs of a macOS 10.14, from what its `ps -axu` printed (github.com/kellyjonbrazil/jc, tests/fixtures/osx-10.14.6)
   * less their arguments, which `comm` leaves out; and two DAWs where they are installed.
   */
  it('are read from the list of macOS, with the name of a bundle', () => {
    const output = [
      '/usr/libexec/hidd',
      '-bash',
      'com.docker.hyperkit',
      '/Applications/Utilities/Terminal.app/Contents/MacOS/Terminal',
      '/Applications/Sublime Text.app/Contents/MacOS/plugin_host',
      '/Library/Application Support/JAMF/Jamf.app/Contents/MacOS/JamfDaemon.app/Contents/MacOS/JamfDaemon',
      '/Applications/Ableton Live 12 Suite.app/Contents/MacOS/Live',
      '/Applications/REAPER.app/Contents/MacOS/REAPER',
      '',
    ].join('\n');
    expect(readPs(output)).toEqual([
      ...['hidd', '-bash', 'com.docker.hyperkit', 'Terminal', 'Terminal', 'Sublime Text', 'plugin_host'],
      ...['JamfDaemon', 'JamfDaemon', 'Ableton Live 12 Suite', 'Live', 'REAPER', 'REAPER'],
    ]);
  });

  it('of macOS are asked for in lines of any length', async () => {
    const folder = await temporaryFolder('ps');
    const line = `/Users/ana/Applications/Music production/Ableton Live 12 Suite.app/Contents/MacOS/Live`;
    // ps(1) of macOS: a line ends with the terminal, or after 79 letters, unless there are two `w`.
    const ps = `#!/bin/sh\ncase "$*" in *ww*) echo '${line}' ;; *) echo '${line.slice(0, 79)}' ;; esac\n`;
    await writeFile(join(folder, 'ps'), ps, { mode: 0o755 });
    const { PATH } = process.env;
    process.env.PATH = `${folder}${delimiter}${PATH}`;
    try {
      expect(findDaw(await listProcesses('darwin'), [])).toBe('Ableton Live');
    } finally {
      process.env.PATH = PATH;
    }
  });

  it('are read from /proc, also where the kernel cuts a name, and under Wine', async () => {
    const folder = await temporaryFolder('proc');
    const put = async (id: string, comm: string, cmdline: string) => {
      await mkdir(join(folder, id));
      await writeFile(join(folder, id, 'comm'), `${comm}\n`);
      await writeFile(join(folder, id, 'cmdline'), cmdline);
    };
    await put('1', 'systemd', '/sbin/init\0');
    await put('20', 'Ableton Live 12', 'C:\\Program Files\\Ableton\\Ableton Live 12 Suite.exe\0');
    // As Linux 6 names a thread of its own, whose name it doesn't cut, and Node its process.
    await put('21', 'kworker/R-ext4-rsv-conversion', '');
    await put('22', 'MainThread', 'node\0server/index.ts\0');
    await put('23', 'a-renamed-threa', '/usr/bin/python3\0x\0');
    await mkdir(join(folder, 'self'));
    expect((await readProc(folder)).sort()).toEqual([
      'Ableton Live 12 Suite.exe',
      'MainThread',
      'a-renamed-threa',
      'kworker/R-ext4-rsv-conversion',
      'systemd',
    ]);
  });

  it('of this machine are listed', async () => {
    const names = await listProcesses(process.platform);
    expect(names.some((name) => /node|vitest/i.test(name))).toBe(true);
  });
});

describe('the look for a DAW', () => {
  const start = () => {
    const clock = createMovedClock();
    let processes = ['bash'];
    let looks = 0;
    let changes = 0;
    const watch = createDawWatch({
      listProcesses: async () => {
        looks += 1;
        return processes;
      },
      onChange: () => {
        changes += 1;
      },
      clock,
      log: createQuietLog(),
    });
    const pass = async (milliseconds: number) => {
      clock.advance(milliseconds);
      await new Promise((resolve) => setImmediate(resolve));
    };
    return {
      ...{ watch, pass },
      run: (...names: string[]) => {
        processes = names;
      },
      looks: () => looks,
      changes: () => changes,
    };
  };

  it('happens now and then, only while somebody wants to know', async () => {
    const { watch, pass, run, looks, changes } = start();
    await pass(10 * dawLookMilliseconds);
    expect(looks()).toBe(0);
    watch.watch([]);
    await pass(0);
    expect([looks(), watch.running()]).toEqual([1, null]);
    run('reaper');
    await pass(dawLookMilliseconds);
    expect([looks(), watch.running(), changes()]).toEqual([2, 'REAPER', 1]);
    run('bash');
    await pass(dawLookMilliseconds);
    expect([watch.running(), changes()]).toEqual([null, 2]);
    watch.watch(null);
    await pass(10 * dawLookMilliseconds);
    expect(looks()).toBe(3);
  });

  it('forgets the DAW when nobody looks any more', async () => {
    const { watch, pass, run, changes } = start();
    run('reaper');
    watch.watch([]);
    await pass(0);
    watch.watch(null);
    expect([watch.running(), changes()]).toEqual([null, 2]);
  });
});
