import { type DevtoolsSession, reportUnlessGone } from '../chromium/devtools-connection.ts';
import type { Protocol } from '../chromium/devtools-protocol.ts';

/**
 * Answers `webUtils.getPathForFile`, which stops the page at a `debugger` statement to wait for us. We get the path of the
 * chosen or dropped file from the DevTools and write it to a local variable of the stopped function. Other stops are
 * resumed, including those in a function of that name in the page's own world, which must not learn file paths.
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
    // A file created by a script has no path: Chromium refuses, and the answer stays empty, as in Electron.
    if (isAsked) await answer(frame).catch(() => undefined);
    await devtools.send('Debugger.resume').catch(reportUnlessGone);
  });
}
