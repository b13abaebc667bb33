import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Configuration } from 'electron-builder';
import { appUserModelId as appId } from '../../../main/shell/app-identity.ts';
import { deepLinkScheme } from '../../../protocol/ipc/open-target.ts';
import { releaseNotes } from './release-notes.ts';
import { moduleFiles } from './shipped-modules.ts';

export const executableName = 'bandmate';

/** The switches inside Electron's binary: it runs nothing but our ASAR, and takes no orders from its surroundings. */
export const fuses = {
  runAsNode: false,
  enableCookieEncryption: true,
  enableNodeOptionsEnvironmentVariable: false,
  enableNodeCliInspectArguments: false,
  enableEmbeddedAsarIntegrityValidation: true,
  onlyLoadAppFromAsar: true,
  grantFileProtocolExtraPrivileges: false,
} as const;

export type ConfigurationOptions = {
  root: string;
  output: string;
  /** Packages of the main process, as paths from the root. */
  modules: readonly string[];
  /** Electron's unpacked binary; undefined = electron-builder fetches the one of the target. */
  electronDist: string | undefined;
  /** Where installed apps ask for updates; undefined = this build asks nobody unless its user names a feed. */
  updateFeed: string | undefined;
  /** Whether a certificate is at hand. */
  isSigned: boolean;
};

/** How the app is packaged for all systems. docs/packaging.md explains the choices. */
export function appConfiguration(options: ConfigurationOptions): Configuration {
  const { root, output, modules, electronDist, updateFeed, isSigned } = options;
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  const resources = join(root, 'tools/packages/app/resources');
  return {
    ...{ appId, productName: 'BandMate', executableName },
    copyright: 'The BandMate contributors. MIT License.',
    artifactName: `${executableName}-\${version}-\${os}-\${arch}.\${ext}`,
    directories: { output, buildResources: resources },
    ...(electronDist !== undefined && { electronDist }),
    // Desktops find the window's icon, and links find the app, by this name.
    extraMetadata: { desktopName: `${executableName}.desktop` },
    // We choose the packages ourselves, and nothing has to be compiled.
    beforeBuild: async () => false,
    files: ['out/**', '!out/**/*.map', moduleFiles(modules)],
    extraFiles: [{ from: 'LICENSE', to: 'LICENSE.txt' }, 'THIRD-PARTY-NOTICES.txt'],
    // No system can load a library out of an archive.
    asarUnpack: ['**/*.node'],
    electronFuses: fuses,
    electronLanguages: ['en', 'en-US'],
    protocols: [{ name: 'BandMate link', schemes: [deepLinkScheme] }],
    publish: updateFeed === undefined ? null : { provider: 'generic', url: updateFeed },
    releaseInfo: { releaseNotes: releaseNotes(readFileSync(join(root, 'CHANGELOG.md'), 'utf8'), version) },
    mac: {
      target: ['dmg', 'zip'],
      category: 'public.app-category.music',
      icon: join(resources, 'icon.icns'),
      // Its library validation refuses what has no certificate in common, as in a build that nobody signed.
      hardenedRuntime: isSigned,
      gatekeeperAssess: false,
      entitlements: join(resources, 'entitlements.mac.plist'),
      entitlementsInherit: join(resources, 'entitlements.mac.plist'),
    },
    win: { target: ['nsis'], icon: join(resources, 'icon.ico') },
    nsis: { oneClick: true, perMachine: false, deleteAppDataOnUninstall: false },
    linux: {
      target: ['AppImage', 'deb'],
      category: 'AudioVideo;Audio;Music',
      icon: join(resources, 'icons'),
      maintainer: 'The BandMate contributors <bandmate@localhost>',
      synopsis: 'Every finished bounce becomes a cut on the band’s screens',
      syncDesktopName: true,
    },
  };
}
