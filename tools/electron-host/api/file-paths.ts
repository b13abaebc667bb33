import { type DevtoolsSession, reportUnlessGone } from '../chromium/devtools-connection.ts';
import type { Protocol } from '../chromium/devtools-protocol.ts';

/**
 * Answers `webUtils.getPathForFile`, which stops the page at a `debugger` statement to wait for us: Chromium tells the
 * DevTools where a chosen or dropped file lies, and the page gets it written into a local variable. Any other stop is
 * passed over, and so is a function of that name in the page's own world, which is not to learn where files lie.
 */
export function answerFilePaths(devtools: DevtoolsSession): void {
  const isolatedScripts = new Set<string>();
  devtools.on('Debugger.scriptParsed', ({ scriptId, executionContextAuxData }) => {
    const { isDefault } = executionContextAuxData as { isDefault?: boolean };
    if (isDefault === false) isolatedScripts.add(scriptId);
  });
  devtools.on('Runtime.executionContextsCleared', () => isolatedScripts.clear());

  const answer = async ({ callFrameId }: Protocol.Debugger.CallFrame): Promise<void> => {
    const { result } = await devtools.send('Debugger.evaluateOnCallFrame', {
      callFrameId,
      expression: 'file',
    });
    const { path } = await devtools.send('DOM.getFileInfo', { objectId: result.objectId ?? '' });
    const expression = `answeredPath = ${JSON.stringify(path)}`;
    await devtools.send('Debugger.evaluateOnCallFrame', { callFrameId, expression });
  };

  devtools.on('Debugger.paused', async ({ callFrames: [frame] }) => {
    const isAsked = frame?.functionName === 'getPathForFile' && isolatedScripts.has(frame.location.scriptId);
    // A file made by a script has no path: Chromium refuses, and the answer stays empty, as in Electron.
    if (isAsked) await answer(frame).catch(() => undefined);
    await devtools.send('Debugger.resume').catch(reportUnlessGone);
  });
}
