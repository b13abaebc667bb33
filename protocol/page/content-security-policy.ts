/**
 * The page's policy, in the app and in a browser: files of its own origin, and what answers there. In the app that
 * is the main process, with sound and waveforms only; in a browser it is the band's server, with its socket too (`'self'`
 * covers `ws:` and `wss:` of the same host). No connection goes anywhere else, whatever a stored text may smuggle in.
 * Styles are files: no `<style>` elements, and no `style=""` in markup (React sets
 * styles through the DOM, which is not concerned). A worker is a script of its own, and falls under `script-src`. It gets the policy of its script.
 */
export const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "media-src 'self'",
  "manifest-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/**
 * The policy of scripts, which counts for those that are workers: they may also compile WebAssembly, for the decoders of
 * compressed sound. This allows no JavaScript from strings, and the page itself can't do it.
 */
export const scriptContentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "connect-src 'self'",
].join('; ');
