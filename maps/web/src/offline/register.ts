// Starts the worker when the page has nothing better to do.

const PAUSE_MS = 2_000;

export function startWorker(): void {
  if (!("serviceWorker" in navigator)) return;
  const base = document.body.dataset["base"]!;
  const start = () => navigator.serviceWorker.register(`${base}/sw.js`, { scope: `${base}/` }).catch(() => undefined);
  const whenIdle = () => ("requestIdleCallback" in window ? requestIdleCallback(start, { timeout: PAUSE_MS }) : setTimeout(start, PAUSE_MS));
  if (document.readyState === "complete") whenIdle();
  else window.addEventListener("load", whenIdle, { once: true });
}
