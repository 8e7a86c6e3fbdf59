// What every page does: the language, and the few things the other scripts share.
// Plain scripts, not modules: browsers refuse to load modules from file://.
"use strict";

window.ViaUma = (() => {
  const root = document.documentElement;
  const languages = root.dataset.languages.split(" ");
  const listeners = [];

  // å ä ö (and ø æ é …) are found when typed without their marks.
  const fold = (text) =>
    text.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/ø/g, "o").replace(/æ/g, "a");

  const state = () => new URLSearchParams(location.hash.slice(1));

  // The address remembers the language and the open entry: a link shows a friend the same, and
  // nothing is stored on anybody's machine.
  function remember(name, value) {
    const known = state();
    if (value) known.set(name, value);
    else known.delete(name);
    history.replaceState(null, "", `#${known}`);
  }

  function preferred() {
    const asked = state().get("lang");
    if (languages.includes(asked)) return asked;
    const spoken = (navigator.language || "").slice(0, 2);
    return languages.includes(spoken) ? spoken : languages.at(-1);
  }

  function speak(language) {
    root.lang = language;
    for (const button of document.querySelectorAll("[data-language]")) {
      button.setAttribute("aria-pressed", String(button.dataset.language === language));
    }
    for (const element of document.querySelectorAll("[data-attribute]")) {
      element.setAttribute(element.dataset.attribute, element.dataset[language]);
    }
    for (const element of document.querySelectorAll("title, option[data-sv], option[data-en]")) {
      element.textContent = element.dataset[language] ?? element.textContent;
    }
    for (const link of document.querySelectorAll("[data-keep-language]")) {
      link.hash = `lang=${language}`;
    }
    for (const listener of listeners) listener(language);
  }

  // Adds a text in every language of the page; the style sheet shows the one that is spoken.
  function say(element, texts, ...values) {
    // A name may hold {0} itself: braces mean something only in our own words, given with values.
    const filled = (text) => (values.length ? text.replace(/\{(\d)\}/g, (_, number) => values[number]) : text);
    if (typeof texts === "string") {
      element.append(filled(texts));
      return element;
    }
    for (const language of languages) {
      const span = document.createElement("span");
      span.className = "t";
      span.lang = language;
      span.textContent = filled(texts[language] ?? Object.values(texts)[0]);
      element.append(span);
    }
    return element;
  }

  // Says anew in a live region, without leaving it empty in between.
  function resay(element, texts, ...values) {
    element.replaceChildren(...say(document.createElement("p"), texts, ...values).childNodes);
  }

  const json = (id) => JSON.parse(document.getElementById(id)?.textContent ?? "null");

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-language]");
    if (!button) return;
    remember("lang", button.dataset.language);
    speak(button.dataset.language);
  });
  window.addEventListener("hashchange", () => {
    if (preferred() !== root.lang) speak(preferred());
  });
  speak(preferred());

  return {
    fold,
    json,
    remember,
    resay,
    say,
    state,
    language: () => root.lang,
    whenSpoken(listener) {
      listeners.push(listener);
      listener(root.lang);
    },
  };
})();
