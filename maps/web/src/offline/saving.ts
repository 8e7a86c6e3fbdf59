// Saves, updates and removes a copy: only what differs is fetched, and all of it or nothing counts.

import type { Copy, Kept, Saved, Stores } from "./stores";

const AT_ONCE = 6;

export interface Done {
  files: number;
  bytes: number;
}

/** Save a municipality, or bring what is saved up to date; when it fails, what was there is still there. */
export async function save(
  stores: Stores, code: string, language: string, progress: (share: number) => void,
): Promise<Done> {
  return navigator.locks.request(`${stores.base} saving`, async () => {
    const copy = (await (await fetched(stores.listOf(code, language))).json()) as Copy;
    const known = await stores.saved();
    const name = stores.nameOf(copy);
    if (known.some((one) => one.cache === name)) return { files: 0, bytes: 0 };
    await caches.delete(name);
    try {
      const done = await fill(stores, name, copy, known, progress);
      await remove(stores, code, language, name);
      return done;
    } catch (error) {
      await caches.delete(name);
      throw error;
    }
  });
}

/** Tell what would have to be fetched, in bytes. */
export async function lacking(stores: Stores, copy: Copy): Promise<number> {
  const known = await stores.saved();
  let bytes = 0;
  for (const file of copy.files) if (!(await had(stores, file, known))) bytes += file.bytes;
  return bytes;
}

/** Remove the copies of a municipality in a language, but the one named. */
export async function remove(stores: Stores, code: string, language: string, but = ""): Promise<void> {
  for (const name of await stores.names()) {
    if (name !== but && name.includes(` ${code} ${language} `)) await caches.delete(name);
  }
}

async function fill(
  stores: Stores, name: string, copy: Copy, known: Saved[], progress: (share: number) => void,
): Promise<Done> {
  const cache = await caches.open(name);
  const done: Done = { files: 0, bytes: 0 };
  let ready = 0;
  const waiting = [...copy.files];
  const work = async () => {
    for (let file = waiting.pop(); file; file = waiting.pop()) {
      const address = `${stores.base}${file.address}`;
      let response = await had(stores, file, known);
      if (!response) {
        response = await fetched(address, file.address);
        done.files += 1;
        done.bytes += file.bytes;
      }
      await cache.put(address, response);
      ready += file.bytes;
      progress(copy.bytes ? ready / copy.bytes : 1);
    }
  };
  try {
    await Promise.all(Array.from({ length: AT_ONCE }, work));
  } finally {
    // One that fails ends the others too.
    waiting.length = 0;
  }
  await stores.seal(cache, copy, new Date().toISOString());
  return done;
}

/** Find a file in a copy that has it as it is now; built files carry their content in their name. */
async function had(stores: Stores, { address: at, etag }: Kept, known: Saved[]): Promise<Response | undefined> {
  const address = `${stores.base}${at}`;
  for (const one of known) {
    if (one.files.some((file) => file.address === at && file.etag === etag)) {
      const found = await (await caches.open(one.cache)).match(address, { ignoreVary: true });
      if (found) return found;
    }
  }
  return at.startsWith("/assets/visitor/") ? caches.match(address, { ignoreVary: true }) : undefined;
}

/** Fetch past every cache, and past the worker, which would answer from the old copy. */
async function fetched(address: string, at = ""): Promise<Response> {
  const accept = /^\/(sv|en)\//.test(at) ? "text/html" : "*/*";
  const response = await fetch(address, { cache: "no-store", redirect: "error", headers: { accept } });
  if (!response.ok) throw new Error(`${response.status} ${address}`);
  return response;
}
