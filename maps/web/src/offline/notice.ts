// The line that says that there is no network, what is saved and since when.

import "./notice.css";
import { filled } from "../data";
import { Stores } from "./stores";

const box = document.getElementById("offline");
const language = document.documentElement.lang;

/** Keep the line true: at the start, when the network comes or goes, and when the worker says so. */
export function watchNetwork(): void {
  if (!box) return;
  void tell(!navigator.onLine || "copy" in box.dataset);
  window.addEventListener("offline", () => void tell(true));
  window.addEventListener("online", () => void tell("copy" in box.dataset));
  navigator.serviceWorker?.addEventListener("message", ({ data }: MessageEvent<{ isOut?: boolean }>) => {
    if (data.isOut !== undefined) void tell(data.isOut || "copy" in box.dataset);
  });
}

async function tell(isOut: boolean): Promise<void> {
  document.documentElement.classList.toggle("is-out", isOut);
  if (isOut) box!.textContent = await said();
  box!.hidden = !isOut;
}

async function said(): Promise<string> {
  const saved = await new Stores(document.body.dataset["base"]!).saved().catch(() => []);
  const own = saved.filter((one) => one.language === language);
  if (!own.length) return box!.dataset["nothing"]!;
  const oldest = own.map((one) => one.savedAt).sort()[0]!;
  const names = new Intl.ListFormat(language).format(own.map((one) => one.name));
  return filled(box!.dataset["only"], names, day(oldest, language));
}

export function day(iso: string, language: string): string {
  return new Date(iso).toLocaleString(language, { dateStyle: "medium", timeStyle: "short" });
}
