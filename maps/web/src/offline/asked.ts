// What an address asks, as far as it can be answered without a network.

export interface Asked {
  categories: string[];
  municipalities: string[];
  words: string[];
  q: string;
  /** lon, lat, as the address has it. */
  near: string;
  /** The filter as CQL2 text. */
  filter: string;
  /** What else the form has set, which stays set. */
  others: [name: string, value: string][];
  /** Whether it asks for what only the server knows. */
  needsNetwork: boolean;
}

const OF_THE_SERVER = ["kind", "season", "accessible", "free", "open", "open_at", "area", "other"];

/** Read a map page's query: the filter, or what the form sends instead of it. */
export function askedOf(query: URLSearchParams): Asked {
  const text = query.get("filter") ?? "";
  const read = readFilter(text);
  const categories = [...(read?.category ?? []), ...query.getAll("category")];
  const municipalities = [...(read?.municipality ?? []), ...query.getAll("municipality")];
  const q = (query.get("q") ?? "").trim();
  const others = [...query].filter(([name, value]) => OF_THE_SERVER.includes(name) && value);
  return {
    categories, municipalities, q, words: wordsOf(q), others, needsNetwork: !read || others.length > 0,
    near: query.get("near") ?? "",
    filter: text || written({ category: categories, municipality: municipalities }),
  };
}

/** Lower-case a text and take the rings and dots off its letters: Vännäs becomes vannas. */
export function folded(text: string): string {
  return text.toLowerCase().normalize("NFKD").replace(/\p{M}/gu, "");
}

export function wordsOf(text: string): string[] {
  return folded(text).split(/[^\p{L}\p{N}]+/u).filter(Boolean);
}

type Choices = Record<"category" | "municipality", string[]>;

const VALUE = "'(?:[^']|'')*'";
const CONDITION = new RegExp(`^(category|municipality) (?:= (${VALUE})|IN \\((${VALUE}(?:, ${VALUE})*)\\))(?: AND |$)`);

function readFilter(text: string): Choices | null {
  const found: Choices = { category: [], municipality: [] };
  for (let rest = text; rest; ) {
    const condition = CONDITION.exec(rest);
    const name = condition?.[1] as keyof Choices | undefined;
    if (!condition || !name || found[name].length) return null;
    const values = (condition[2] ?? condition[3])!.match(new RegExp(VALUE, "g"))!;
    found[name] = values.map((value) => value.slice(1, -1).replaceAll("''", "'"));
    rest = rest.slice(condition[0].length);
  }
  return found;
}

function written(choices: Choices): string {
  return Object.entries(choices).filter(([, values]) => values.length).map(([name, values]) => {
    const quoted = values.map((value) => `'${value.replaceAll("'", "''")}'`);
    return quoted.length === 1 ? `${name} = ${quoted[0]}` : `${name} IN (${quoted.join(", ")})`;
  }).join(" AND ");
}
