/**
 * What a page of the bundle may load: its own files and nothing else. No connection leaves it, whatever a stored
 * text may smuggle in; it talks to the main process over the bridge only. Styles are files: neither `<style>`
 * elements nor `style=""` in markup count (React sets styles through the DOM, which is not concerned).
 */
export const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');
