/**
 * The part of the changelog about this version, or about what is unreleased while there is none. Apps show it beside the
 * update.
 */
export function releaseNotes(changelog: string, version: string): string {
  const parts = changelog.split(/^## /m).slice(1);
  const part =
    parts.find((one) => one.startsWith(`${version} `) || one.startsWith(`${version}\n`)) ??
    parts.find((one) => one.startsWith('Unreleased'));
  return (part ?? '').split('\n').slice(1).join('\n').trim();
}
