// Starts the worker when the page has nothing better to do: a map is drawn first.

const PAUSE_MS = 2_000;
/** Where tiles fail a map is never ready, and the worker is wanted most. */
const LONGEST_MS = 15_000;

export function startWorker(): void {
  if (!("serviceWorker" in navigator)) return;
  const base = document.body.dataset["base"]!;
  const start = () => navigator.serviceWorker.register(`${base}/sw.js`, { scope: `${base}/` }).catch(() => undefined);
  const whenIdle = () => ("requestIdleCallback" in window ? requestIdleCallback(start, { timeout: PAUSE_MS }) : setTimeout(start, PAUSE_MS));
  void Promise.all([loaded(), mapIsUsable()]).then(whenIdle);
}

function loaded(): Promise<unknown> {
  if (document.readyState === "complete") return Promise.resolve();
  return new Promise((resolve) => window.addEventListener("load", resolve, { once: true }));
}

function mapIsUsable(): Promise<void> {
  if (!document.body.classList.contains("map-page")) return Promise.resolve();
  return new Promise((resolve) => {
    const marks = new PerformanceObserver((list) => {
      if (list.getEntriesByName("map-usable").length) resolve();
    });
    marks.observe({ type: "mark", buffered: true });
    setTimeout(resolve, LONGEST_MS);
  });
}
