// What is said about a place: its name, where it lies, and its popup, filled in as text.
"use strict";

ViaUma.placeTexts = (data) => {
  const { say } = ViaUma;
  const { words, categories } = data;

  const other = (texts, spoken) => texts[spoken] ?? Object.values(texts)[0];
  const nameIn = (place, spoken) =>
    (spoken === "en" && place.name_en) || place.name || other(words.unnamed, spoken);
  const nameOf = (place) => {
    if (!place.name) return words.unnamed;
    return place.name_en ? { sv: place.name, en: place.name_en } : place.name;
  };
  const labelOf = (place) => categories[place.category].label;

  const prefixed = (sign, texts) =>
    Object.fromEntries(Object.entries(texts).map(([language, text]) => [language, sign + text]));

  function where(element, place, before = "") {
    const municipality = data.municipalities[place.municipality];
    if (municipality === undefined) return false;
    element.append(before + municipality);
    if (place.near) {
      element.append(" (");
      say(element, words.approximate).append(")");
    }
    return true;
  }

  function popup(place) {
    const box = document.getElementById("place-popup").content.firstElementChild.cloneNode(true);
    const slot = (name) => box.querySelector(`[data-slot="${name}"]`);
    const source = data.sources[place.source];
    say(slot("name"), nameOf(place));
    say(slot("category"), labelOf(place));
    box.querySelector("use").setAttribute("href", `#symbol-${categories[place.category].key}`);
    put(slot("status"), place.status && data.statuses[place.status]);
    put(slot("text"), texts(place));
    if (!where(slot("municipality"), place)) say(slot("municipality"), words.unknown);
    put(slot("address"), place.address);
    say(slot("hours"), place.hours ?? words.unknown);
    facts(box.querySelector("[data-facts]"), place.facts ?? []);
    put(slot("web"), place.web && link(place.web));
    say(slot("position"), place.at.map((degrees) => degrees.toFixed(5)).join(", "));
    say(slot("verified"), place.verified ?? words.unknown);
    say(slot("source"), source.attribution ?? source.source);
    if (place.seen) say(slot("source"), prefixed(" (", words.observed)).append(` ${place.seen})`);
    say(slot("licence"), source.licence === "not-stated" ? words.not_stated : source.licence);
    return box;
  }

  function texts(place) {
    const { text_sv: sv, text_en: en } = place;
    return (sv || en) && { sv: sv ?? en, en: en ?? sv };
  }

  // What is not known is left out with its label, apart from what a reader would look for.
  function put(element, content) {
    if (!content) (element.closest("dl > div") ?? element).remove();
    else if (content instanceof Element) element.append(content);
    else say(element, content);
  }

  function link(address) {
    const anchor = document.createElement("a");
    anchor.href = address;
    anchor.rel = "noopener noreferrer";
    anchor.textContent = address.replace(/^https?:\/\/(www\.)?/, "").replace(/\/$/, "");
    return anchor;
  }

  function facts(before, known) {
    for (const [number, value] of known) {
      const [label, unit] = data.facts[number];
      const row = document.createElement("div");
      const answer = document.createElement("dd");
      spell(answer, value);
      if (unit) {
        answer.append(" ");
        spell(answer, unit);
      }
      row.append(say(document.createElement("dt"), label), answer);
      before.before(row);
    }
    before.remove();
  }

  function spell(element, value) {
    const values = Array.isArray(value) ? value : [value];
    values.forEach((one, number) => {
      if (number) element.append(", ");
      const text = typeof one === "object" ? JSON.stringify(one) : String(one);
      say(element, Object.hasOwn(data.values, text) ? data.values[text] : text);
    });
  }

  return { labelOf, nameIn, nameOf, other, popup, prefixed, where };
};
