// Asks the portal to renew the sign-in, at most once in a few minutes, and only after the person did something.
const intervalMs = 5 * 60 * 1000;
const signs = ["keydown", "pointerdown", "wheel"];

export function keep(path) {
  let active = true;
  const notice = () => { active = true; };
  for (const sign of signs) document.addEventListener(sign, notice, { capture: true, passive: true });
  const timer = setInterval(async () => {
    if (!active) return;
    active = false;
    try {
      const answer = await fetch(path, { method: "POST" });
      if (answer.status === 401) location.reload();
    } catch {
      // No connection just now: the next sign of life tries again.
      active = true;
    }
  }, intervalMs);
  return {
    stop() {
      clearInterval(timer);
      for (const sign of signs) document.removeEventListener(sign, notice, { capture: true });
    },
  };
}
