import { readFileSync } from 'node:fs';
import type { ShippedPackage } from './shipped-packages.ts';

const intro = `THIRD-PARTY NOTICES

BandMate Desktop is MIT-licensed (see LICENSE). The app, its page and its server contain the packages below, each under its own licence. This file is made from package-lock.json by: npm run docs:notices

Electron contains Chromium and FFmpeg, whose notices are in LICENSES.chromium.html beside the program (on macOS in its folder Contents/Resources). The packages of the server contain Node.js, whose licence and notices are in LICENSE.node.txt beside it.

PACKAGES UNDER THE LGPL, AND HOW TO REPLACE THEM

@libav.js/variant-fat (LGPL-2.1; FFmpeg) decodes AAC and Apple Lossless, and codec-parser (LGPL-3.0-or-later) reads the frames of FLAC, Vorbis and Opus files. Both are unmodified packages from the npm registry, with their sources at https://github.com/Yahweasel/libav.js and https://github.com/eshaz/codec-parser. Neither is linked into a binary: libav.js stays files of its own (libav-*.js and .wasm), loaded at run time, and codec-parser is plain JavaScript. To use another version, put it in place of the one in node_modules, or name it in package.json and run npm install, then npm run build. In the packaged app both are in resources/app.asar: npm run package makes an app with the changed ones. The whole source of the app is at hand, so nothing keeps a changed version from running.

FONT

Inter (@fontsource-variable/inter) is under the SIL Open Font License 1.1, whose text is below. It is unmodified.
`;

/** The text of THIRD-PARTY-NOTICES: a list of the packages, then each licence text once, with its packages. */
export function noticesText(packages: ShippedPackage[]): string {
  const list = packages.map(({ name, version, licence }) => `${name} ${version}: ${licence}`);
  const byText = new Map<string, string[]>();
  for (const { name, version, texts } of packages) {
    for (const text of texts) byText.set(text, [...(byText.get(text) ?? []), `${name} ${version}`]);
  }
  const textOf = (name: string) =>
    readFileSync(new URL(`./texts/${name}.txt`, import.meta.url), 'utf8').trim();
  const rule = '='.repeat(80);
  const texts = [...byText].map(([text, names]) => `${rule}\n${names.join('\n')}\n${rule}\n\n${text}\n`);
  const without = packages.filter((one) => one.texts.length === 0);
  const rest = without.map(({ name, version, licence, author }) =>
    [`${name} ${version}: ${licence}`, ...(author ? [author] : [])].join(', '),
  );
  return [
    intro,
    `ALL PACKAGES\n\n${list.join('\n')}\n`,
    `PACKAGES WITHOUT A LICENCE FILE OF THEIR OWN\n\n${rest.join('\n')}\n\nThe MIT License, Apache License 2.0, LGPL-2.1 and ISC License are among the texts below.\n`,
    `LICENCE TEXTS\n`,
    ...texts,
    `${rule}\nGNU Lesser General Public License 2.1\n${rule}\n\n${textOf('LGPL-2.1')}\n`,
    `${rule}\nGNU General Public License 3, to which the Lesser General Public License 3 adds permissions\n${rule}\n\n${textOf('GPL-3.0')}`,
  ].join('\n');
}
