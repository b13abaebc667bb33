/**
 * What a page of the bundle may load: its own files and nothing else. No connection leaves it, whatever a stored
 * text may smuggle in; it talks to the main process over the bridge only. Styles are files, or `<style>` elements
 * that carry the page's nonce; `style=""` in markup stays forbidden (React sets styles through the DOM, which is
 * not concerned).
 */
export function contentSecurityPolicy(nonce: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}
