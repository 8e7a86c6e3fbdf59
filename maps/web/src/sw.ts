// The worker: the network first, and what was saved where it does not reach.
//
// It stores nothing by itself. What is kept is what the server lists, the shell's files here and a
// municipality's where somebody saves it (offline/saving.ts), so nothing personal can be among it.

import { answer, missing, type Known, type Question } from "./offline/answering";
import { Shelf } from "./offline/shelf";
import { Stores } from "./offline/stores";

/** Lib "WebWorker" contradicts lib "DOM", which the pages need: so much of it as is used here. */
interface Extendable extends Event {
  waitUntil(work: Promise<unknown>): void;
}
interface Fetching extends Extendable {
  request: Request;
  clientId: string;
  preloadResponse?: Promise<Response | undefined>;
  respondWith(answer: Promise<Response>): void;
}
interface Window {
  url: string;
  postMessage(message: unknown): void;
}
interface Worker {
  viauma: Known & { version: string; files: string[] };
  registration: ServiceWorkerRegistration;
  clients: { claim(): Promise<void>; get(id: string): Promise<Window | undefined>; matchAll(): Promise<Window[]> };
  skipWaiting(): Promise<void>;
  addEventListener(name: "install" | "activate", work: (event: Extendable) => void): void;
  addEventListener(name: "fetch", work: (event: Fetching) => void): void;
}

const worker = self as unknown as Worker;
const known = worker.viauma;
const BASE = worker.registration.scope.replace(/\/$/, "");
const stores = new Stores(BASE);

/** Where coverage is bad a request may hang for minutes: so long, and then a saved answer is given. */
const PATIENCE_MS = 4_000;
/** After a request that hung or failed there is no reason to hope for the next. */
const LITTLE_PATIENCE_MS = 800;
/** What a proxy says when the server is away. */
const AWAY = [502, 503, 504];

let isOut = false;

worker.addEventListener("install", (event) => event.waitUntil(install()));
worker.addEventListener("activate", (event) => event.waitUntil(activate()));
worker.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || request.cache === "no-store" || request.headers.has("range")) return;
  if (!request.url.startsWith(`${BASE}/`)) return;
  const url = new URL(request.url);
  const address = request.url.slice(BASE.length).split("#")[0]!;
  const path = url.pathname.slice(new URL(`${BASE}/`).pathname.length - 1);
  if (path.startsWith("/assets/visitor/")) event.respondWith(hashed(request));
  else if (isOurs(path)) event.respondWith(networkFirst(event, { address, path, query: url.searchParams, language: "" }));
});

async function install(): Promise<void> {
  const cache = await caches.open(stores.shellOf(known.version));
  await cache.addAll(known.files.map((address) => new Request(BASE + address, { cache: "no-cache" })));
  await worker.skipWaiting();
}

async function activate(): Promise<void> {
  const whole = (await stores.saved()).map((one) => one.cache);
  const held = await navigator.locks.query();
  const isSaving = held.held?.some((lock) => lock.name === `${BASE} saving`);
  const broken = isSaving ? [] : (await stores.names()).filter((name) => !whole.includes(name));
  const old = (await stores.shells()).filter((name) => name !== stores.shellOf(known.version));
  await Promise.all([...old, ...broken].map((name) => caches.delete(name)));
  await worker.registration.navigationPreload?.enable();
  await worker.clients.claim();
}

/** Tell whether an address may be saved; all others are left to the browser. */
function isOurs(path: string): boolean {
  return /^\/(sv|en)\//.test(path) || path === "/search" || path === "/ground.json" || path === "/symbols.svg"
    || path === "/static/icon.svg" || path.startsWith("/collections/places/tiles/WebMercatorQuad/")
    || path.startsWith("/collections/places/items/");
}

/** A built file's name says what is in it. */
async function hashed(request: Request): Promise<Response> {
  return (await caches.match(request, { ignoreVary: true })) ?? fetch(request);
}

async function networkFirst(event: Fetching, asked: Question): Promise<Response> {
  const coming = fromNetwork(event);
  const answered = coming.then((response) => (AWAY.includes(response.status) ? null : response), () => null);
  const first = await Promise.race([answered, later()]);
  if (first) {
    tell(event, false);
    return first;
  }
  if (event.request.signal.aborted) return coming;
  const question = { ...asked, language: await languageOf(event, asked) };
  const shelf = await shelfIn(question.language);
  const saved = (shelf && (await answer(question, shelf, known))) ?? undefined;
  if (saved) {
    tell(event, true);
    return saved;
  }
  const late = await coming.catch(() => null);
  if (late) return late;
  tell(event, true);
  return (event.request.mode === "navigate" && (await missing(question, await shellPage(question.language), shelf, known))) || coming;
}

let remembered = { names: "", shelves: new Map<string, Shelf | null>() };

/** Read what is saved in a language, once until something else is. */
async function shelfIn(language: string): Promise<Shelf | null> {
  const names = (await stores.names()).join("\n");
  if (remembered.names !== names) remembered = { names, shelves: new Map() };
  const found = remembered.shelves.get(language) ?? (await Shelf.of(stores, language));
  // A copy that is being saved has its name before it is whole.
  if (found) remembered.shelves.set(language, found);
  return found;
}

async function fromNetwork(event: Fetching): Promise<Response> {
  return (await event.preloadResponse) ?? fetch(event.request);
}

function later(): Promise<null> {
  return new Promise((resolve) => setTimeout(resolve, isOut ? LITTLE_PATIENCE_MS : PATIENCE_MS, null));
}

/** Of a tile nobody but the page that wants it knows the language. */
async function languageOf(event: Fetching, { path, query }: Question): Promise<string> {
  const said = /^\/(sv|en)\//.exec(path)?.[1] ?? query.get("lang");
  if (said) return said;
  const url = (await worker.clients.get(event.clientId))?.url ?? "";
  return /^\/(sv|en)\//.exec(url.slice(BASE.length))?.[1] ?? "en";
}

async function shellPage(language: string): Promise<Response | undefined> {
  const shell = await caches.open(stores.shellOf(known.version));
  return shell.match(`${BASE}/${language}/offline`, { ignoreVary: true });
}

/** Let the pages say whether they show what is saved. */
function tell(event: Fetching, out: boolean): void {
  if (out === isOut) return;
  isOut = out;
  event.waitUntil(worker.clients.matchAll().then((all) => all.forEach((one) => one.postMessage({ isOut: out }))));
}
