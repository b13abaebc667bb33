const lookMilliseconds = 500;

/**
 * Calls back once when the process that started us is gone. A signal to npm ends npm and its shell, but neither
 * forwards it. No system notifies a child of that, so we poll; on Windows polling can't tell, and it never calls back.
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
