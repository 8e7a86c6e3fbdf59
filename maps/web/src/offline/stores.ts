// Where copies lie: a cache for each municipality, language and version, and one for the shell.

export interface Kept {
  address: string;
  etag: string;
  bytes: number;
}

export interface Copy {
  format: number;
  code: string;
  name: string;
  language: string;
  places: number;
  version: string;
  bytes: number;
  files: Kept[];
}

export interface Saved extends Copy {
  /** The cache that holds it. */
  cache: string;
  savedAt: string;
}

/** Of what is kept; the server's visitors/offline.py says the same. */
export const FORMAT = 1;

/** When a copy was saved, as a header of its list, which is put in last: without it there is no copy. */
const SAVED_AT = "viauma-saved-at";

/** The stores below one landing page; several may share a host, and browsers keep by host. */
export class Stores {
  readonly base: string;
  private readonly prefix: string;

  /** `base` is the landing page's address without its final slash. */
  constructor(base: string) {
    this.base = base;
    this.prefix = `viauma ${new URL(`${base}/`).pathname}`;
  }

  nameOf({ format, code, language, version }: Copy): string {
    return `${this.prefix} saved ${format} ${code} ${language} ${version}`;
  }

  shellOf(version: string): string {
    return `${this.prefix} shell ${version}`;
  }

  listOf(code: string, language: string): string {
    return `${this.base}/offline/${code}.json?lang=${language}`;
  }

  async shells(): Promise<string[]> {
    return (await caches.keys()).filter((name) => name.startsWith(`${this.prefix} shell `));
  }

  /** Name every cache that holds a copy or a part of one. */
  async names(): Promise<string[]> {
    return (await caches.keys()).filter((name) => name.startsWith(`${this.prefix} saved `));
  }

  /** Find the copies that are whole. */
  async saved(): Promise<Saved[]> {
    const found = await Promise.all((await this.names()).map((name) => this.read(name)));
    return found.filter((one) => one !== null && one.format === FORMAT) as Saved[];
  }

  private async read(name: string): Promise<Saved | null> {
    const [code, language] = name.slice(this.prefix.length + " saved ".length).split(" ").slice(1);
    const list = await (await caches.open(name)).match(this.listOf(code!, language!));
    if (!list) return null;
    return { ...((await list.json()) as Copy), cache: name, savedAt: list.headers.get(SAVED_AT) ?? "" };
  }

  /** Put in what makes a copy whole. */
  async seal(cache: Cache, copy: Copy, savedAt: string): Promise<void> {
    const headers = { "content-type": "application/json", [SAVED_AT]: savedAt };
    await cache.put(this.listOf(copy.code, copy.language), new Response(JSON.stringify(copy), { headers }));
  }
}
