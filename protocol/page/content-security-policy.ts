/** The style element of wavesurfer's shadow root: the page can't draw a waveform without it, and it never changes. */
const waveformStyle = "'sha256-4hGoO+X6KXe8Gw08N/aBKwvHEYryxn/8CNSB0dTq+m0='";

/**
 * The page's policy, in the app and in a browser: files of its own origin, and what answers there. In the app that
 * is the main process, with sound and waveforms only; in a browser it is the band's server, with its socket too (`'self'`
 * covers `ws:` and `wss:` of the same host). No connection goes anywhere else, whatever a stored text may smuggle in.
 * Styles are files: of `<style>` elements only the one named above counts, and no `style=""` in markup (React sets
 * styles through the DOM, which is not concerned). A worker is a script of its own, and falls under `script-src`. It gets the policy of its script.
 */
export const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  `style-src 'self' ${waveformStyle}`,
  "img-src 'self' data:",
  "font-src 'self'",
  "media-src 'self'",
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
