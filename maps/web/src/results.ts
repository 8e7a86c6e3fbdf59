// The list beside the map: the server writes it, this fetches it anew when the form is sent.

import { announce, filled, type MapData } from "./data";

export interface State {
  filter: string;
  q: string;
  near: string;
}

const WORDS = ["filter", "q", "near"] as const;

export class Results {
  private readonly form = document.getElementById("choices") as HTMLFormElement;
  private asking = new AbortController();

  constructor(private readonly data: MapData, private readonly changed: (state: State) => void) {
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.send((event as SubmitEvent).submitter);
    });
    this.form.addEventListener("change", (event) => {
      const target = event.target as HTMLInputElement;
      if (target.name !== "q") void this.send(null);
    });
    document.addEventListener("click", (event) => {
      const link = (event.target as Element).closest?.<HTMLAnchorElement>("#results a.more");
      if (!link || event.defaultPrevented) return;
      event.preventDefault();
      void this.append(link);
    });
    window.addEventListener("popstate", () => void this.show(location.href, false));
  }

  get state(): State {
    const { filter = "", q = "", near = "" } = this.box.dataset;
    return { filter, q, near };
  }

  /** Change what the form does not hold, and ask anew. */
  async set(changes: Partial<State> & { area?: string }): Promise<void> {
    for (const [name, value] of Object.entries(changes)) {
      const field = this.form.querySelector<HTMLInputElement>(`input[name="${name}"]`) ?? this.hidden(name);
      field.value = value;
      if (field.type === "checkbox") field.checked = true;
    }
    await this.send(null);
  }

  private hidden(name: string): HTMLInputElement {
    const field = document.createElement("input");
    field.type = "hidden";
    field.name = name;
    this.form.append(field);
    return field;
  }

  private async send(submitter: HTMLElement | null): Promise<void> {
    const sent = new FormData(this.form, submitter);
    sent.set("chosen", "1");
    const query = new URLSearchParams();
    for (const [name, value] of sent) if (value) query.append(name, String(value));
    await this.show(`${this.form.action}?${query}`, true);
  }

  /** Fetch the page at an address and take over its list and its form. */
  private async show(address: string, isNew: boolean): Promise<void> {
    this.asking.abort();
    this.asking = new AbortController();
    this.box.setAttribute("aria-busy", "true");
    try {
      const response = await fetch(address, { signal: this.asking.signal, headers: { accept: "text/html" } });
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      const fresh = page.getElementById("results");
      if (!response.ok || !fresh) throw new Error(String(response.status));
      if (isNew) history.pushState(null, "", this.addressOf(fresh));
      this.take(page, fresh);
    } catch (error) {
      if ((error as Error).name !== "AbortError") announce(this.data.words["failed"] ?? "");
      this.box.removeAttribute("aria-busy");
    }
  }

  private addressOf(fresh: HTMLElement): string {
    const query = new URLSearchParams();
    for (const word of WORDS) if (fresh.dataset[word]) query.set(word, fresh.dataset[word]!);
    const tail = query.size ? `?${query}` : "";
    return `${new URL(this.form.action).pathname}${tail}${location.hash}`;
  }

  private take(page: Document, fresh: HTMLElement): void {
    this.box.replaceWith(document.adoptNode(fresh));
    this.refill(page);
    announce(filled(this.data.words["updated"], document.getElementById("count")?.textContent ?? ""));
    this.changed(this.state);
  }

  /** Set the form as the page has it, but leave alone what somebody is writing. */
  private refill(page: Document): void {
    for (const field of page.querySelectorAll<HTMLInputElement | HTMLSelectElement>("#choices input, #choices select")) {
      const value = CSS.escape(field.value);
      const isCheck = field.type === "checkbox";
      const own = this.form.querySelector<HTMLInputElement>(
        `[name="${field.name}"]${isCheck ? `[value="${value}"]` : ""}`,
      );
      if (own && (isCheck || own !== document.activeElement)) {
        if (isCheck) own.checked = (field as HTMLInputElement).checked;
        else own.value = field.value;
      }
    }
    for (const name of ["area", "other"]) {
      for (const own of this.form.querySelectorAll(`[name="${name}"]`)) (own.closest("label") ?? own).remove();
      const before = this.form.querySelector(".buttons");
      for (const field of page.querySelectorAll(`#choices [name="${name}"]`)) {
        before?.before(document.adoptNode(field.closest("label") ?? field));
      }
    }
    const set = document.getElementById("filters-set");
    if (set) set.textContent = page.getElementById("filters-set")?.textContent ?? "";
  }

  private async append(link: HTMLAnchorElement): Promise<void> {
    try {
      const response = await fetch(link.href, { headers: { accept: "text/html" } });
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      const items = [...page.querySelectorAll("#results .places > li")];
      this.box.querySelector(".places")?.append(...items.map((one) => document.adoptNode(one)));
      const next = page.querySelector<HTMLAnchorElement>("#results a.more");
      if (next) link.href = next.href;
      else link.parentElement?.remove();
      items[0]?.querySelector("a")?.focus();
    } catch {
      announce(this.data.words["failed"] ?? "");
    }
  }

  private get box(): HTMLElement {
    return document.getElementById("results")!;
  }
}
