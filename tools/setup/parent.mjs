const lookMilliseconds = 500;

/**
 * Calls back once when the process that started us is gone: a signal to npm ends npm and its shell, and neither
 * passes it on. No system tells a child of that without being asked; Windows not even then, and there it never calls.
 *
 * @param {() => void} onGone
 */
export function whenParentIsGone(onGone) {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    onGone();
  }, lookMilliseconds);
  timer.unref();
}
