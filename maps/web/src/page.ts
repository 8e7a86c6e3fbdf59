// What every page does: it remembers the day plan and says when there is no network.

import "./page.css";
import { watchNetwork } from "./offline/notice";
import { startWorker } from "./offline/register";
import { watchPlan } from "./plan";

watchPlan();
watchNetwork();
startWorker();

// A change of language keeps what is asked and where the map stands.
for (const link of document.querySelectorAll<HTMLAnchorElement>("[data-language]")) {
  link.addEventListener("click", () => {
    const query = document.body.classList.contains("map-page") ? location.search : new URL(link.href).search;
    link.href = `${link.href.split(/[?#]/)[0]}${query}${location.hash}`;
  });
}
