import { type DevtoolsSession, reportUnlessGone } from '../chromium/devtools-connection.ts';
import type { Protocol } from '../chromium/devtools-protocol.ts';

/**
 * Answers `webUtils.getPathForFile`, which stops the page at a `debugger` statement to wait for us: Chromium tells the
 * DevTools where a chosen or dropped file lies, and the page gets it written into a local variable. Any other stop is
 * passed over.
 */
export async function answerFilePath(
  devtools: DevtoolsSession,
  paused: Protocol.Debugger.pausedPayload,
): Promise<void> {
  const [frame] = paused.callFrames;
  try {
    if (frame?.functionName !== 'getPathForFile') return;
    const { callFrameId } = frame;
    const { result } = await devtools.send('Debugger.evaluateOnCallFrame', {
      callFrameId,
      expression: 'file',
    });
    const { path } = await devtools.send('DOM.getFileInfo', { objectId: result.objectId ?? '' });
    const expression = `answeredPath = ${JSON.stringify(path)}`;
    await devtools.send('Debugger.evaluateOnCallFrame', { callFrameId, expression });
  } catch {
    // A file made by a script has no path: the answer stays empty, as in Electron.
  } finally {
    await devtools.send('Debugger.resume').catch(reportUnlessGone);
  }
}
