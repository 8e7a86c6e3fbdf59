// The places picked for a day: kept in this browser only, and carried by the plan's address.

import { announce } from "./data";

const KEY = "viauma.plan";
const MOST = 25;

export function picked(): string[] {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(found) ? found.filter((one) => typeof one === "string").slice(0, MOST) : [];
  } catch {
    return [];
  }
}

export function toggle(slug: string): boolean {
  const known = picked();
  const isIn = known.includes(slug);
  const kept = isIn ? known.filter((one) => one !== slug) : [...known, slug].slice(-MOST);
  try {
    localStorage.setItem(KEY, JSON.stringify(kept));
  } catch {
    // A browser that keeps nothing still shows the page.
  }
  show();
  return !isIn;
}

function drop(slug: string): void {
  if (picked().includes(slug)) toggle(slug);
}

/** Follow the buttons that pick a place; each names its place and what it says when pressed. */
export function watchPlan(): void {
  document.addEventListener("click", (event) => {
    const target = event.target as Element;
    // The plan's page takes places out by links, which also work where nothing is kept.
    const dropped = target.closest?.<HTMLAnchorElement>("a[data-plan-drop]")?.dataset["planDrop"];
    if (dropped) drop(dropped);
    const button = target.closest?.<HTMLButtonElement>("button[data-plan]");
    if (!button) return;
    const isIn = toggle(button.dataset["plan"]!);
    announce((isIn ? button.dataset["added"] : button.dataset["removed"]) ?? "");
  });
  show();
}

export function show(): void {
  const slugs = picked();
  for (const link of document.querySelectorAll<HTMLAnchorElement>("[data-plan-link]")) {
    const address = new URL(link.href);
    if (slugs.length) address.searchParams.set("places", slugs.join(","));
    else address.searchParams.delete("places");
    link.href = address.href.replaceAll("%2C", ",");
  }
  for (const box of document.querySelectorAll("[data-plan-count]")) {
    box.textContent = slugs.length ? ` (${slugs.length})` : "";
  }
  for (const button of document.querySelectorAll<HTMLButtonElement>("button[data-plan]")) {
    const isIn = slugs.includes(button.dataset["plan"]!);
    button.textContent = (isIn ? button.dataset["remove"] : button.dataset["add"]) ?? "";
    button.hidden = false;
  }
}
