import { $, h, api, empty, pill, say, when } from "./lib.js";

async function load() {
  try {
    const { items } = await api("workers");
    $("#workers tbody").replaceChildren(...(items.length ? items.map(worker => h("tr", {},
      h("th", { scope: "row" }, worker.machine, h("small", {}, ` process ${worker.processId}`)),
      h("td", {}, pill(worker.state)),
      h("td", {}, worker.device || "–"),
      h("td", { class: "n" }, worker.searchSlots), h("td", { class: "n" }, worker.modelSlots), h("td", { class: "n" }, worker.lightSlots),
      h("td", { class: "n" }, worker.memoryMb ? `${(worker.memoryMb / 1000).toFixed(1)} GB` : "–"),
      h("td", { class: "wide" }, worker.databases.join(", ") || "–"),
      h("td", {}, when(worker.startedAt)), h("td", {}, when(worker.leftAt ?? worker.heardAt)))) : [empty(10, "No worker is known. Campaigns wait until one starts.")]));
  } catch (fault) {
    say(fault.message);
  }
}

load();
setInterval(load, 5000);
