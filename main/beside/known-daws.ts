/** DAWs by the name of their process, without `.exe`, `.app` and version, in small letters. */
const known: readonly (readonly [begin: string, name: string])[] = [
  ['ableton live', 'Ableton Live'],
  ['ardour', 'Ardour'],
  ['bitwig studio', 'Bitwig Studio'],
  ['bitwig-studio', 'Bitwig Studio'],
  ['bitwigstudio', 'Bitwig Studio'],
  ['cakewalk', 'Cakewalk'],
  ['cubase', 'Cubase'],
  ['digital performer', 'Digital Performer'],
  ['fl studio', 'FL Studio'],
  ['fl', 'FL Studio'],
  ['garageband', 'GarageBand'],
  ['harrison mixbus', 'Mixbus'],
  ['mixbus', 'Mixbus'],
  ['lmms', 'LMMS'],
  ['logic pro', 'Logic Pro'],
  ['luna', 'LUNA'],
  ['mainstage', 'MainStage'],
  ['maschine', 'Maschine'],
  ['nuendo', 'Nuendo'],
  ['pro tools', 'Pro Tools'],
  ['protools', 'Pro Tools'],
  ['qtractor', 'Qtractor'],
  ['reaper', 'REAPER'],
  ['reason', 'Reason'],
  ['renoise', 'Renoise'],
  ['samplitude', 'Samplitude'],
  ['sequoia', 'Sequoia'],
  ['studio one', 'Studio One'],
  ['studio pro', 'Studio Pro'],
  ['tracktion', 'Waveform'],
  ['waveform', 'Waveform'],
  ['wavelab', 'WaveLab'],
  ['zrythm', 'Zrythm'],
];

/** Versions, editions and builds that follow a name: `Cubase14`, `Ableton Live 12 Suite`, `reaper_osx64`, `FL64`. */
const tail =
  /^(?:[ _-]?(?:v?\d[\d.]*|x64|x|osx|arm|arm64|win|linux|suite|standard|lite|intro|pro|elements|artist|le|ai|pl|next|trial|beta|recon|rewired|studio))*$/;

/** The DAW that one of these processes is, by the name that people know; null if none is. */
export function findDaw(processes: Iterable<string>, own: readonly string[]): string | null {
  const ownNames = new Map(own.map((name) => [plainName(name), name]));
  for (const process of processes) {
    const name = plainName(process);
    const ours = ownNames.get(name);
    if (ours !== undefined) return ours;
    const found = known.find(([begin]) => name.startsWith(begin) && tail.test(name.slice(begin.length)));
    if (found) return found[1];
  }
  return null;
}

function plainName(name: string): string {
  return name
    .trim()
    .toLowerCase()
    .replace(/\.(exe|app)$/, '');
}
