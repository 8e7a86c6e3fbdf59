// The page where municipalities are saved: the size first, then the buttons.

import "./page";
import "./offline.css";
import { announce, filled, readData } from "./data";
import { day } from "./offline/notice";
import { lacking, remove, save } from "./offline/saving";
import { Stores, type Copy, type Saved } from "./offline/stores";

const data = readData<{ base: string; language: string; words: Record<string, string> }>("offline-data");
const stores = "caches" in window ? new Stores(data.base) : null;
const problem = document.getElementById("keeping-problem")!;
const say = (name: string, ...values: unknown[]) => filled(data.words[name], ...values);

class Row {
  private copy: Copy | null = null;

  constructor(private readonly box: HTMLElement, private readonly stores: Stores) {
    for (const button of box.querySelectorAll<HTMLButtonElement>("[data-do]")) {
      button.addEventListener("click", () => void this.press(button.dataset["do"]!));
    }
  }

  /** Ask how much there is to fetch, and only then offer it. */
  async measure(): Promise<void> {
    const list = this.stores.listOf(this.code, data.language);
    const response = isOut() ? null : await fetch(list, { cache: "no-store" }).catch(() => null);
    this.copy = response?.ok ? ((await response.json()) as Copy) : null;
    const bytes = this.copy && (await lacking(this.stores, this.copy));
    const saved = await this.show();
    this.part("[data-size]").textContent = bytes ? say("size", sizeOf(bytes))
      : bytes === 0 ? say("current") : saved ? say("stored", sizeOf(saved.bytes)) : say("size_unknown");
  }

  async show(): Promise<Saved | undefined> {
    const saved = (await this.stores.saved()).find((one) => one.code === this.code && one.language === data.language);
    const isOld = Boolean(saved && this.copy && saved.version !== this.copy.version);
    this.part("[data-state]").textContent = saved ? say(isOld ? "outdated" : "saved", dayOf(saved)) : "";
    this.button("save").hidden = Boolean(saved);
    this.button("save").disabled = !this.copy;
    this.button("update").hidden = !saved || !this.copy;
    this.button("remove").hidden = !saved;
    // Without a network nothing else can be done here.
    this.box.hidden = isOut() && !saved;
    return saved;
  }

  private async press(what: string): Promise<void> {
    problem.hidden = true;
    this.busy(true);
    let done = "";
    try {
      if (what === "remove") {
        await remove(this.stores, this.code, data.language);
        done = say("removed", this.name);
      } else done = await this.save();
    } catch (error) {
      tell(say((error as Error).name === "QuotaExceededError" ? "full" : "failed", this.name));
    }
    this.busy(false);
    await this.measure();
    this.part("[data-done]").textContent = done;
    announce(done);
  }

  private async save(): Promise<string> {
    await navigator.storage?.persist?.();
    const bar = this.part("progress") as HTMLProgressElement;
    const { files, bytes } = await save(this.stores, this.code, data.language, (share) => (bar.value = share));
    return files ? say("done", this.name, files, sizeOf(bytes)) : say("unchanged", this.name);
  }

  private busy(isBusy: boolean): void {
    (this.part("progress") as HTMLProgressElement).hidden = !isBusy;
    this.part("[data-done]").textContent = "";
    for (const button of this.box.querySelectorAll<HTMLButtonElement>("[data-do]")) button.disabled = isBusy;
  }

  private part(selector: string): HTMLElement {
    return this.box.querySelector<HTMLElement>(selector)!;
  }

  private button(name: string): HTMLButtonElement {
    return this.part(`[data-do="${name}"]`) as HTMLButtonElement;
  }

  private get code(): string {
    return this.box.dataset["keep"]!;
  }

  private get name(): string {
    return this.box.dataset["name"]!;
  }
}

/** Write a size as people read it, in steps of a thousand. */
function sizeOf(bytes: number): string {
  const inMb = bytes >= 1_000_000;
  const number = (bytes / (inMb ? 1_000_000 : 1_000)).toLocaleString(data.language, { maximumFractionDigits: inMb ? 1 : 0 });
  return `${number} ${inMb ? "MB" : "kB"}`;
}

/** A page from the copy means that the server is out of reach, whatever the browser believes. */
function isOut(): boolean {
  return !navigator.onLine || "copy" in document.getElementById("offline")!.dataset;
}

function dayOf({ savedAt }: Saved): string {
  return day(savedAt, data.language);
}

function tell(text: string): void {
  problem.textContent = text;
  problem.hidden = false;
}

/** Try what private windows refuse, before anybody presses a button. */
async function canKeep(): Promise<boolean> {
  try {
    await caches.open("viauma trial");
    return await caches.delete("viauma trial") && "serviceWorker" in navigator && "locks" in navigator;
  } catch {
    return false;
  }
}

if (stores && (await canKeep())) {
  const rows = [...document.querySelectorAll<HTMLElement>("[data-keep]")].map((box) => new Row(box, stores));
  await Promise.all(rows.map((row) => row.show()));
  // One by one: each is counted when it is asked for.
  for (const row of rows) await row.measure();
} else tell(say("impossible"));
